import { useEffect, useState } from 'react'
import { fileOfText } from './droppedText.ts'

interface DropTargets {
  readonly onFiles: (transfer: DataTransfer) => void
  /** Words that were dragged in from another program, as a file. */
  readonly onText: (file: File) => void
}

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(?:INPUT|TEXTAREA)$/.test(target.tagName))
}

/**
 * True while something that can be added is dragged over the window. A drop anywhere is handed on; the browser never opens it itself. Words that
 * are dragged within the window, or into a field, are only moved as ever.
 */
export function useDrop({ onFiles, onText }: DropTargets): boolean {
  const [isOver, setIsOver] = useState(false)
  useEffect(() => {
    let isOwnDrag = false
    function kindOf({ dataTransfer, target }: DragEvent): 'files' | 'text' | null {
      if (dataTransfer === null) return null
      if (dataTransfer.types.includes('Files')) return 'files'
      return dataTransfer.types.includes('text/plain') && !isOwnDrag && !isField(target) ? 'text' : null
    }
    function over(event: DragEvent) {
      if (kindOf(event) === null) return
      event.preventDefault()
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'copy'
      setIsOver(true)
    }
    function leave(event: DragEvent) {
      // Only leaving the window itself has no element that is entered instead.
      if (event.relatedTarget === null) setIsOver(false)
    }
    function drop(event: DragEvent) {
      const kind = kindOf(event)
      setIsOver(false)
      if (kind === null || event.dataTransfer === null) return
      event.preventDefault()
      if (kind === 'files') return onFiles(event.dataTransfer)
      const file = fileOfText(event.dataTransfer.getData('text/plain'))
      if (file !== null) onText(file)
    }
    const listeners = { dragstart: () => { isOwnDrag = true }, dragend: () => { isOwnDrag = false }, dragenter: over, dragover: over, dragleave: leave, drop } as const
    for (const [name, listener] of Object.entries(listeners)) window.addEventListener(name, listener as EventListener)
    return () => { for (const [name, listener] of Object.entries(listeners)) window.removeEventListener(name, listener as EventListener) }
  }, [onFiles, onText])
  return isOver
}

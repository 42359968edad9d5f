import { useEffect, useState } from 'react'

/** True while files are dragged over the window. A drop anywhere is handed on; the browser never opens it itself. */
export function useDrop(onDrop: (transfer: DataTransfer) => void): boolean {
  const [isOver, setIsOver] = useState(false)
  useEffect(() => {
    const hasFiles = (event: DragEvent) => event.dataTransfer !== null && [...event.dataTransfer.types].includes('Files')
    function over(event: DragEvent) {
      if (!hasFiles(event)) return
      event.preventDefault()
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'copy'
      setIsOver(true)
    }
    function leave(event: DragEvent) {
      // Only leaving the window itself has no element that is entered instead.
      if (event.relatedTarget === null) setIsOver(false)
    }
    function drop(event: DragEvent) {
      if (!hasFiles(event) || event.dataTransfer === null) return
      event.preventDefault()
      setIsOver(false)
      onDrop(event.dataTransfer)
    }
    window.addEventListener('dragenter', over)
    window.addEventListener('dragover', over)
    window.addEventListener('dragleave', leave)
    window.addEventListener('drop', drop)
    return () => {
      window.removeEventListener('dragenter', over)
      window.removeEventListener('dragover', over)
      window.removeEventListener('dragleave', leave)
      window.removeEventListener('drop', drop)
    }
  }, [onDrop])
  return isOver
}

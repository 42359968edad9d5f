import { useRef, type KeyboardEvent, type PointerEvent } from 'react'
import { text } from '../text/text.ts'

interface ColumnHandleProps {
  readonly controls: string
  readonly value: number
  readonly min: number
  readonly max: number
  /** In pixels; positive makes the column wider. */
  readonly onMove: (deltaPx: number) => void
  /** 1 where dragging to the right widens the column, -1 where it narrows it. */
  readonly direction: 1 | -1
}

const KEY_STEP_PX = 16

/** The line between two columns: dragged, or moved with the arrow keys. */
export function ColumnHandle({ controls, value, min, max, onMove, direction }: ColumnHandleProps) {
  const lastX = useRef<number | null>(null)
  function start(event: PointerEvent<HTMLDivElement>) {
    event.currentTarget.setPointerCapture(event.pointerId)
    lastX.current = event.clientX
  }
  function move(event: PointerEvent<HTMLDivElement>) {
    if (lastX.current === null) return
    onMove((event.clientX - lastX.current) * direction)
    lastX.current = event.clientX
  }
  function press(event: KeyboardEvent<HTMLDivElement>) {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return
    event.preventDefault()
    onMove((event.key === 'ArrowRight' ? KEY_STEP_PX : -KEY_STEP_PX) * direction)
  }
  return (
    <div
      className="column-handle" role="separator" tabIndex={0} aria-orientation="vertical" aria-label={text.navigation.resize} aria-controls={controls}
      aria-valuenow={Math.round(value)} aria-valuemin={min} aria-valuemax={max}
      onPointerDown={start} onPointerMove={move} onPointerUp={() => { lastX.current = null }} onKeyDown={press}
    />
  )
}

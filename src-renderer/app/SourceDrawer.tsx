import { useEffect, useRef } from 'react'
import { text } from '../text/text.ts'
import { SourceColumn } from './SourceColumn.tsx'

/** The source over the answer, in a narrow window. It takes the focus, closes on Escape and gives the focus back to the footnote. */
export function SourceDrawer({ onClose }: { readonly onClose: () => void }) {
  const drawer = useRef<HTMLElement>(null)
  useEffect(() => {
    const before = document.activeElement
    drawer.current?.focus()
    return () => { if (before instanceof HTMLElement) before.focus() }
  }, [])
  return (
    <>
      <div className="drawer-shade" onClick={onClose} />
      <aside
        ref={drawer} className="right right--drawer" aria-label={text.source.column} tabIndex={-1}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || event.defaultPrevented) return
          event.preventDefault()
          onClose()
        }}
      >
        <SourceColumn />
      </aside>
    </>
  )
}

import { X } from 'lucide-react'
import { IconButton } from '../components/Button.tsx'
import { useStore } from '../state/useStore.ts'
import { useWindow } from '../state/WindowContext.ts'
import { text } from '../text/text.ts'

/** Errors, until they are closed, and small confirmations. */
export function NoticeList() {
  const { notices } = useWindow()
  const shown = useStore(notices.store)
  return (
    <div className="notices">
      {shown.map((notice) => (
        <div key={notice.id} className={`notice notice--${notice.level}`} role={notice.level === 'error' ? 'alert' : 'status'}>
          <p>{notice.message}{notice.action !== undefined && <small>{notice.action}</small>}</p>
          <IconButton size="small" label={text.close} onClick={() => notices.close(notice.id)}><X size={14} aria-hidden /></IconButton>
        </div>
      ))}
    </div>
  )
}

import { useState, type FormEvent } from 'react'
import { text } from '../text/text.ts'
import { Button } from './Button.tsx'
import { Dialog } from './Dialog.tsx'

interface PathDialogProps {
  readonly isOpen: boolean
  readonly title: string
  readonly body: string
  readonly label: string
  readonly placeholder: string
  readonly onClose: () => void
  /** The host checks the path; a browser page has no chooser that gives one. */
  readonly onPath: (path: string) => void
}

export function PathDialog({ isOpen, title, body, label, placeholder, onClose, onPath }: PathDialogProps) {
  const [path, setPath] = useState('')
  function submit(event: FormEvent) {
    event.preventDefault()
    if (path.trim() === '') return
    onPath(path.trim())
    setPath('')
  }
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={title} description={body}>
      <form onSubmit={submit}>
        <label className="field">
          <span className="field__label">{label}</span>
          <input className="input" value={path} placeholder={placeholder} onChange={(event) => setPath(event.target.value)} spellCheck={false} autoComplete="off" />
        </label>
        <div className="dialog__actions">
          <Button onClick={onClose}>{text.cancel}</Button>
          <Button type="submit" look="accent" disabled={path.trim() === ''}>{text.files.add}</Button>
        </div>
      </form>
    </Dialog>
  )
}

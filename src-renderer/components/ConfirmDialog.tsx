import { text } from '../text/text.ts'
import { Button } from './Button.tsx'
import { Dialog } from './Dialog.tsx'

interface ConfirmDialogProps {
  readonly isOpen: boolean
  readonly title: string
  readonly body: string
  readonly confirm: string
  readonly onClose: () => void
  readonly onConfirm: () => void
}

/** Asks before something is lost. */
export function ConfirmDialog({ isOpen, title, body, confirm, onClose, onConfirm }: ConfirmDialogProps) {
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={title} description={body}>
      <div className="dialog__actions">
        <Button onClick={onClose}>{text.cancel}</Button>
        <Button look="danger" onClick={() => { onConfirm(); onClose() }}>{confirm}</Button>
      </div>
    </Dialog>
  )
}

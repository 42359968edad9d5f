import { X } from 'lucide-react'
import { Dialog as Primitive } from 'radix-ui'
import type { ReactNode } from 'react'
import { text } from '../text/text.ts'
import { Button } from './Button.tsx'

interface DialogProps {
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly title: string
  readonly description?: string
  readonly isWide?: boolean
  readonly children: ReactNode
}

/** A dialog that keeps the focus, closes on Escape and gives the focus back. */
export function Dialog({ isOpen, onClose, title, description, isWide = false, children }: DialogProps) {
  return (
    <Primitive.Root open={isOpen} onOpenChange={(open) => { if (!open) onClose() }}>
      <Primitive.Portal>
        <Primitive.Overlay className="shade" />
        <Primitive.Content
          onOpenAutoFocus={(event) => {
            event.preventDefault()
            firstOf(event.currentTarget as HTMLElement, isWide).focus()
          }}
          className={isWide ? 'dialog dialog--wide' : 'dialog'} {...(description === undefined ? { 'aria-describedby': undefined } : {})}
        >
          <header className="dialog__head">
            <div>
              <Primitive.Title className="dialog__title">{title}</Primitive.Title>
              {description !== undefined && <Primitive.Description className="dialog__description">{description}</Primitive.Description>}
            </div>
            <Primitive.Close asChild>
              <Button look="quiet" isIcon className="dialog__close" aria-label={text.close}><X size={16} aria-hidden /></Button>
            </Primitive.Close>
          </header>
          <div className="dialog__body">{children}</div>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  )
}

/** What a person came for: the field to be typed into, or the first answer to a question, which is never the loss. A long dialog is read from its top. */
function firstOf(dialog: HTMLElement, isWide: boolean): HTMLElement {
  const body = dialog.querySelector('.dialog__body')
  return (isWide ? null : body?.querySelector<HTMLElement>('input, textarea') ?? body?.querySelector<HTMLElement>('button')) ?? dialog
}

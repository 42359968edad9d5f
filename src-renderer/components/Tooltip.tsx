import { Tooltip as Primitive } from 'radix-ui'
import type { ReactNode } from 'react'
import { shortcutLabel, type ShortcutName } from '../text/shortcuts.ts'

interface TooltipProps {
  readonly content: string
  readonly shortcut?: ShortcutName | undefined
  /** One element that takes a ref. */
  readonly children: ReactNode
}

/** What a control does and its keys, on hover and on focus. */
export function Tooltip({ content, shortcut, children }: TooltipProps) {
  return (
    <Primitive.Root>
      <Primitive.Trigger asChild>{children}</Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content className="tooltip" sideOffset={6} collisionPadding={8}>
          {content}
          {shortcut !== undefined && <kbd className="keys">{shortcutLabel(shortcut)}</kbd>}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  )
}

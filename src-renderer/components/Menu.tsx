import { Check } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import type { ReactNode } from 'react'

interface MenuProps {
  /** The button that opens it. */
  readonly trigger: ReactNode
  readonly align?: 'start' | 'center' | 'end'
  readonly children: ReactNode
}

export function Menu({ trigger, align = 'start', children }: MenuProps) {
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align={align} sideOffset={4} collisionPadding={8}>{children}</DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

interface MenuItemProps {
  readonly onSelect: () => void
  readonly isDanger?: boolean
  readonly isDisabled?: boolean
  readonly children: ReactNode
}

export function MenuItem({ onSelect, isDanger = false, isDisabled = false, children }: MenuItemProps) {
  return <DropdownMenu.Item className={isDanger ? 'menu__item menu__item--danger' : 'menu__item'} disabled={isDisabled} onSelect={onSelect}>{children}</DropdownMenu.Item>
}

/** An item that stays open and can be ticked. */
export function MenuCheck({ isChecked, onChange, children }: { readonly isChecked: boolean; readonly onChange: (isChecked: boolean) => void; readonly children: ReactNode }) {
  return (
    <DropdownMenu.CheckboxItem className="menu__item" checked={isChecked} onCheckedChange={onChange} onSelect={(event) => event.preventDefault()}>
      <span className="menu__check">{isChecked && <Check size={14} aria-hidden />}</span>
      {children}
    </DropdownMenu.CheckboxItem>
  )
}

/** Says what its neighbours are, or why they cannot be chosen. */
export function MenuNote({ children }: { readonly children: ReactNode }) {
  return <DropdownMenu.Label className="menu__note">{children}</DropdownMenu.Label>
}

export function MenuSeparator() {
  return <DropdownMenu.Separator className="menu__separator" />
}

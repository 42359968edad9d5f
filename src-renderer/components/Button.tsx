import type { ComponentPropsWithRef } from 'react'
import type { ShortcutName } from '../text/shortcuts.ts'
import { Tooltip } from './Tooltip.tsx'

export interface ButtonProps extends ComponentPropsWithRef<'button'> {
  readonly look?: 'plain' | 'accent' | 'quiet' | 'danger'
  readonly size?: 'normal' | 'small'
  readonly shortcut?: ShortcutName
  /** Shown on hover and focus, with the shortcut; the button's own words are its name. */
  readonly hint?: string
  readonly isIcon?: boolean
}

export function Button({ look = 'plain', size = 'normal', shortcut, hint, isIcon = false, className = '', ...rest }: ButtonProps) {
  const classes = ['button', look === 'plain' ? '' : `button--${look}`, size === 'small' ? 'button--small' : '', isIcon ? 'button--icon' : '', className]
  const button = <button type="button" className={classes.filter((name) => name !== '').join(' ')} {...rest} />
  return hint === undefined ? button : <Tooltip content={hint} shortcut={shortcut}>{button}</Tooltip>
}

/** A button that is a picture; `label` is its name and its tooltip. */
export function IconButton({ label, look = 'quiet', ...rest }: Omit<ButtonProps, 'hint' | 'isIcon'> & { readonly label: string }) {
  return <Button look={look} isIcon aria-label={label} hint={label} {...rest} />
}

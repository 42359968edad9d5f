/** The keys of each action, as shown in tooltips, the command palette and the settings; `matches` reads the same strings. */
export const SHORTCUTS = {
  question: '/',
  stop: 'Esc',
  palette: 'Ctrl+K',
  settings: 'Ctrl+,',
  newQuestion: 'Ctrl+Shift+O',
  next: 'Alt+ArrowDown',
  previous: 'Alt+ArrowUp',
  left: 'Ctrl+B',
  source: 'Ctrl+Shift+B',
  library: 'Ctrl+L',
  find: 'Ctrl+F',
  zoomIn: 'Ctrl++',
  zoomOut: 'Ctrl+-',
  fitWidth: 'Ctrl+0',
} as const

export type ShortcutName = keyof typeof SHORTCUTS

const KEY_LABELS: Readonly<Record<string, string>> = { ArrowDown: '↓', ArrowUp: '↑' }

/** `Alt+ArrowDown` as `Alt ↓`. */
export function shortcutLabel(name: ShortcutName): string {
  const keys = SHORTCUTS[name]
  // The last key of "Ctrl++" is the plus sign itself.
  const parts = keys.endsWith('++') ? [...keys.slice(0, -2).split('+'), '+'] : keys.split('+')
  return parts.map((part) => KEY_LABELS[part] ?? part).join(' ')
}

interface KeyPress {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

/** Whether a key press is this shortcut. The command key counts as Ctrl on a Mac. */
export function matches(event: KeyPress, name: ShortcutName): boolean {
  const keys = SHORTCUTS[name]
  const key = keys.endsWith('++') ? '+' : (keys.split('+').at(-1) ?? '')
  const wanted = key === 'Esc' ? 'Escape' : key
  // "+" is typed with Shift on some keyboards and without on others, and "=" stands on the same key.
  const isPlus = wanted === '+' && (event.key === '+' || event.key === '=')
  const isShiftRight = isPlus || wanted === '/' || event.shiftKey === keys.includes('Shift')
  return (isPlus || event.key.toLowerCase() === wanted.toLowerCase())
    && (event.ctrlKey || event.metaKey) === keys.includes('Ctrl') && event.altKey === keys.includes('Alt') && isShiftRight
}

import { describe, expect, it } from 'vitest'
import { matches, shortcutLabel } from '../../../src-renderer/text/shortcuts.ts'

const press = (key: string, held: Partial<{ ctrlKey: boolean; metaKey: boolean; altKey: boolean; shiftKey: boolean }> = {}) => ({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held })

describe('shortcuts', () => {
  it('want exactly their keys', () => {
    expect(matches(press('k', { ctrlKey: true }), 'palette')).toBe(true)
    expect(matches(press('k'), 'palette')).toBe(false)
    expect(matches(press('b', { ctrlKey: true, shiftKey: true }), 'left')).toBe(false)
    expect(matches(press('B', { ctrlKey: true, shiftKey: true }), 'source')).toBe(true)
  })
  it('take the command key for Ctrl', () => expect(matches(press('k', { metaKey: true }), 'palette')).toBe(true))
  it('know the plus sign on every keyboard', () => {
    expect(matches(press('+', { ctrlKey: true }), 'zoomIn')).toBe(true)
    expect(matches(press('=', { ctrlKey: true }), 'zoomIn')).toBe(true)
    expect(matches(press('+', { ctrlKey: true, shiftKey: true }), 'zoomIn')).toBe(true)
  })
  it('take a slash that needs Shift', () => expect(matches(press('/', { shiftKey: true }), 'question')).toBe(true))
  it('are shown as a person reads them', () => expect([shortcutLabel('zoomIn'), shortcutLabel('next'), shortcutLabel('palette')]).toEqual(['Ctrl +', 'Alt ↓', 'Ctrl K']))
})

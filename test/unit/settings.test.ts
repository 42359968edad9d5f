import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSettingsFile } from '../../src-main/adapters/node/openSettingsFile.ts'
import { openSettings } from '../../src-main/core/settings/SettingsStore.ts'
import { DEFAULT_SETTINGS } from '../../src-shared/domain/settings.ts'

describe('settings', () => {
  let folder: string
  beforeEach(() => { folder = mkdtempSync(path.join(os.tmpdir(), 'footnote-settings-')) })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))
  const open = () => openSettings(openSettingsFile(folder))
  const write = (text: string) => writeFileSync(path.join(folder, 'settings.json'), text)

  it('start with the defaults and keep a change across restarts', () => {
    expect(open().get()).toEqual(DEFAULT_SETTINGS)
    open().update({ answering: { mode: 'generated' } })
    expect(open().get().answering).toEqual({ ...DEFAULT_SETTINGS.answering, mode: 'generated' })
  })

  it('fall back to the backup when the file is cut off, so that a crash loses one change at most', () => {
    const store = open()
    store.update({ appearance: { theme: 'dark' } })
    store.update({ appearance: { theme: 'light' } })
    write('{"version": 1, "appear')
    expect(open().get().appearance.theme).toBe('dark')
  })

  it('ignore unknown keys and values of the wrong kind, and keep the rest', () => {
    write(JSON.stringify({ version: 1, surprise: 1, __proto__: { x: 1 }, reading: { maxPages: 'many', ocrLanguages: ['deu'] } }))
    expect(open().get().reading).toEqual({ ...DEFAULT_SETTINGS.reading, ocrLanguages: ['deu'] })
    expect(open().get()).not.toHaveProperty('surprise')
  })

  it('never write over settings of a newer version', () => {
    write(JSON.stringify({ version: 2, appearance: { theme: 'dark' }, later: true }))
    const store = open()
    expect(store.get().appearance.theme).toBe('dark')
    expect(() => store.update({ appearance: { theme: 'light' } })).toThrow(expect.objectContaining({ code: 'READ_ONLY' }))
    expect(readFileSync(path.join(folder, 'settings.json'), 'utf8')).toContain('"later":true')
  })
})

import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { entryUrl } from '../../src-main/processes/entryUrl.ts'

describe('entryUrl', () => {
  it('points to the source of an entry that exists when the sources run', () => {
    const url = entryUrl('modelHost')
    expect(url.href).toMatch(/\/src-main\/processes\/modelHost\/main\.ts$/)
    expect(existsSync(url)).toBe(true)
  })

  it('points beside the bundle when an entry of the bundle runs', () => {
    expect(entryUrl('reader', 'file:///app/out/main/cli.js').href).toBe('file:///app/out/main/reader.js')
  })

  it('leaves the folder of shared chunks when the bundler moved the code there', () => {
    expect(entryUrl('embedWorker', 'file:///app/out/main/chunks/entryUrl-x1.js').href).toBe('file:///app/out/main/embedWorker.js')
  })
})

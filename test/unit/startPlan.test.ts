import { describe, expect, it } from 'vitest'
import { browserCommand, hasDisplay, planStart } from '../../src-main/hosts/startPlan.ts'
import { defaultDataDir } from '../../src-main/hosts/defaultDataDir.ts'
import { hostEntryUrl } from '../../src-main/hosts/hostEntry.ts'
import { existsSync } from 'node:fs'

const here = { electronPath: '/electron', platform: 'linux', environment: { DISPLAY: ':0' }, isBrowserWanted: false } as const

describe('planStart', () => {
  it('takes Electron where there is a binary and a display', () => expect(planStart(here)).toEqual({ host: 'electron', electronPath: '/electron' }))
  it.each([
    ['asked', { isBrowserWanted: true }], ['display', { environment: {} }], ['binary', { electronPath: null }],
  ])('takes the browser otherwise, and says why (%s)', (word, change) => {
    expect(planStart({ ...here, ...change })).toEqual({ host: 'loopback', reason: expect.stringContaining(word) })
  })
  it('knows that only Linux can be without a display', () => {
    expect([hasDisplay('linux', {}), hasDisplay('linux', { WAYLAND_DISPLAY: 'w' }), hasDisplay('darwin', {}), hasDisplay('win32', {})]).toEqual([false, true, true, true])
  })
  it('keeps & in an address from ending the command on Windows', () => expect(browserCommand('win32', 'http://x/?a=1&b=2')).toContain('http://x/?a=1^&b=2'))
})

describe('defaultDataDir', () => {
  it.each([
    ['linux', {}, '/home/me/.local/share/footnote'], ['linux', { XDG_DATA_HOME: '/data' }, '/data/footnote'], ['linux', { XDG_DATA_HOME: '' }, '/home/me/.local/share/footnote'], ['darwin', {}, '/home/me/Library/Application Support/Footnote'],
  ] as const)('is the application-data folder of %s (%j)', (platform, environment, expected) => {
    expect(defaultDataDir({ platform, home: '/home/me', environment })).toBe(expected)
  })
})

describe('hostEntryUrl', () => {
  it('points to hosts that exist when the sources run', () => {
    for (const host of ['loopback', 'mcp'] as const) expect(existsSync(hostEntryUrl(host))).toBe(true)
  })
  it('points beside the entries of the bundle, also from one of its chunks', () => {
    expect(hostEntryUrl('loopback', 'file:///app/out/main/cli.js').href).toBe('file:///app/out/main/loopback.js')
    expect(hostEntryUrl('mcp', 'file:///app/out/main/chunks/hostEntry-abc.js').href).toBe('file:///app/out/main/mcp.js')
  })
})

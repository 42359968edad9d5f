import { beforeAll, describe, expect, it, test } from 'vitest'
import { openCiphers } from '../../../src-main/adapters/sodium/openCiphers.ts'
import { createVault, isSealed } from '../../../src-main/core/lock/createVault.ts'
import { newDataKey, parseLockRecord, unwrapKey, wrapKey } from '../../../src-main/core/lock/lockRecord.ts'
import { openLock, type LockFile } from '../../../src-main/core/lock/createLock.ts'
import type { Ciphers } from '../../../src-main/core/ports/Ciphers.ts'

let ciphers: Ciphers
beforeAll(async () => { ciphers = await openCiphers() })

const CHEAP = { operations: 1, memoryBytes: 8 * 1024 * 1024 }
const PASSPHRASE = 'nine penguins at dawn'

function vaultOf(key: Uint8Array, seals = true) {
  const vault = createVault()
  vault.useKey(ciphers, key, seals)
  return vault
}

describe('a vault', () => {
  it('gives back what it sealed, and what was never sealed', () => {
    const vault = vaultOf(newDataKey(ciphers))
    for (const text of ['Grüße 😀', 'x', '{"a":1}', '\u0000\uD800']) expect(vault.open(vault.seal(text))).toBe(text.toWellFormed())
    const bytes = new Uint8Array([0, 1, 2, 255])
    expect([...vault.open(vault.seal(bytes))]).toEqual([...bytes])
    expect([vault.open('plain'), vault.seal('')]).toEqual(['plain', ''])
  })

  it('shows nothing of it, and never the same twice', () => {
    const vault = vaultOf(newDataKey(ciphers))
    const [first, second] = [vault.seal('The salary is 4,711 crowns.'), vault.seal('The salary is 4,711 crowns.')]
    expect(first).not.toContain('4,711')
    expect(first).not.toBe(second)
    expect(vault.seal(first)).toBe(first)
  })

  it('refuses what was changed, what is of another key, and everything without a key', () => {
    const vault = vaultOf(newDataKey(ciphers))
    const sealed = vault.seal('secret')
    const altered = sealed.slice(0, 20) + (sealed[20] === 'A' ? 'B' : 'A') + sealed.slice(21)
    expect(() => vault.open(altered)).toThrow(expect.objectContaining({ code: 'DAMAGED_LIBRARY' }) as Error)
    expect(() => vaultOf(newDataKey(ciphers)).open(sealed)).toThrow(expect.objectContaining({ code: 'DAMAGED_LIBRARY' }) as Error)
    expect(() => createVault().open(sealed)).toThrow(expect.objectContaining({ code: 'LOCKED' }) as Error)
  })

  it('only opens while the lock is taken off', () => {
    const key = newDataKey(ciphers)
    const vault = vaultOf(key, false)
    expect(isSealed(vault.seal('plain again'))).toBe(false)
    expect(vault.open(vaultOf(key).seal('still sealed'))).toBe('still sealed')
  })
})

test('the key opens with its passphrase alone, however its letters are composed', () => {
  const key = newDataKey(ciphers)
  const record = wrapKey(ciphers, key, 'Größe der Pinguine', 'on', CHEAP)
  expect(unwrapKey(ciphers, record, 'Gro\u0308ße der Pinguine')).toEqual(key)
  expect(() => unwrapKey(ciphers, record, 'Größe der Pinguin')).toThrow(expect.objectContaining({ code: 'WRONG_PASSPHRASE' }) as Error)
  expect(parseLockRecord(JSON.stringify(record))).toEqual(record)
})

test.each(['', '{', '{}', '{"version":2}'])('a lock file that cannot be understood (%s) is never taken for none', (text) => {
  expect(() => parseLockRecord(text)).toThrow(expect.objectContaining({ code: 'DAMAGED_LIBRARY' }) as Error)
  expect(parseLockRecord(undefined)).toBeUndefined()
})

function memoryFile(): LockFile & { text: string | undefined } {
  return { text: undefined, read() { return this.text }, write(text) { this.text = text }, remove() { this.text = undefined } }
}

test('a changed passphrase opens, the former one no more, and what was sealed stays as it is', async () => {
  const file = memoryFile()
  const vault = createVault()
  const lock = await openLock({ file, vault, ciphers: async () => ciphers, cost: CHEAP }, () => undefined)
  await expect(lock.turnOn('short')).rejects.toMatchObject({ code: 'WRONG_USAGE' })
  await lock.turnOn(PASSPHRASE)
  const sealed = vault.seal('content')
  await expect(lock.change('something else', 'another passphrase')).rejects.toMatchObject({ code: 'WRONG_PASSPHRASE' })
  await lock.change(PASSPHRASE, 'another passphrase')
  const again = createVault()
  await openLock({ file, vault: again, ciphers: async () => ciphers }, () => 'another passphrase')
  expect(again.open(sealed)).toBe('content')
  await expect(openLock({ file, vault: createVault(), ciphers: async () => ciphers }, () => PASSPHRASE)).rejects.toMatchObject({ code: 'WRONG_PASSPHRASE' })
  await expect(openLock({ file, vault: createVault(), ciphers: async () => ciphers }, () => undefined)).rejects.toMatchObject({ code: 'LOCKED' })
})

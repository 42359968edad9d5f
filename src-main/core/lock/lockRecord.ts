import type { LockState } from '../../../src-shared/domain/lock.ts'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import type { Ciphers, DerivationCost } from '../ports/Ciphers.ts'

/** `passphrase.json`: a random data key, wrapped by a key that is made of the passphrase. Without this file what was sealed with the data key is lost. */
export interface LockRecord {
  readonly version: 1
  readonly state: Exclude<LockState, 'off'>
  readonly derivation: DerivationCost & { readonly algorithm: 'argon2id13'; /** Base64. */ readonly salt: string }
  /** Base64. */
  readonly wrappedKey: string
}

/** RFC 9106's second recommended choice: three passes over 64 MiB. */
const COST: DerivationCost = { operations: 3, memoryBytes: 64 * 1024 * 1024 }
const SALT_BYTES = 16
const KEY_BYTES = 32

export function newDataKey(ciphers: Ciphers): Uint8Array {
  return ciphers.randomBytes(KEY_BYTES)
}

export function wrapKey(ciphers: Ciphers, dataKey: Uint8Array, passphrase: string, state: LockRecord['state'], cost: DerivationCost = COST): LockRecord {
  const salt = ciphers.randomBytes(SALT_BYTES)
  const wrapped = ciphers.seal(dataKey, ciphers.deriveKey(passphrase, salt, cost))
  return { version: 1, state, derivation: { algorithm: 'argon2id13', ...cost, salt: base64(salt) }, wrappedKey: base64(wrapped) }
}

/** Throws WRONG_PASSPHRASE. */
export function unwrapKey(ciphers: Ciphers, { derivation, wrappedKey }: LockRecord, passphrase: string): Uint8Array {
  const key = ciphers.open(Buffer.from(wrappedKey, 'base64'), ciphers.deriveKey(passphrase, Buffer.from(derivation.salt, 'base64'), derivation))
  if (key === undefined) throw new AppError('WRONG_PASSPHRASE')
  return key
}

/** Undefined: no lock. Throws DAMAGED_LIBRARY for a file that cannot be understood: going on as if there were none would write plain text beside sealed. */
export function parseLockRecord(text: string | undefined): LockRecord | undefined {
  if (text === undefined) return undefined
  try {
    const record = JSON.parse(text) as LockRecord
    const { version, state, derivation, wrappedKey } = record
    if (version === 1 && ['sealing', 'on', 'opening'].includes(state) && derivation.algorithm === 'argon2id13' && typeof derivation.salt === 'string' && typeof wrappedKey === 'string') return record
  } catch {
    // Said below.
  }
  throw new AppError('DAMAGED_LIBRARY', 'passphrase.json cannot be understood, and without it what is encrypted cannot be read.', { action: 'Put back passphrase.json from a backup of this library.' })
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}

import { AppError } from '../../../src-shared/errors/AppError.ts'
import type { Ciphers } from '../ports/Ciphers.ts'

/** Stands before a sealed text (base64 follows) and before sealed bytes. Neither stored text nor deflated data begins so: a control character, and a stored block whose lengths do not fit. */
const TEXT_MARK = '\u0001fs1:'
const BYTES_MARK = new Uint8Array([0x00, 0x46, 0x53, 0x31, 0x00])

/** Seals content on its way into a database and opens it on its way out. Without a key both give back what they get. */
export interface Vault {
  /** New content is sealed. */
  readonly isSealing: boolean
  seal<T extends string | Uint8Array>(value: T): T
  /** Also what was never sealed, as it is. Throws DAMAGED_LIBRARY for what this key does not open, LOCKED without a key. */
  open<T extends string | Uint8Array>(value: T): T
  /** The key that a process beside the engine needs to read; undefined when nothing is sealed. */
  key(): Uint8Array | undefined
}

export interface VaultControl extends Vault {
  /** From now on what is sealed can be read, and with `seals` new content is sealed. */
  useKey(ciphers: Ciphers, key: Uint8Array, seals: boolean): void
  dropKey(): void
}

export function createVault(): VaultControl {
  let held: { readonly ciphers: Ciphers; readonly key: Uint8Array; readonly seals: boolean } | undefined

  function opened(sealed: Uint8Array): Uint8Array {
    if (held === undefined) throw new AppError('LOCKED')
    const plain = held.ciphers.open(sealed, held.key)
    if (plain === undefined) throw new AppError('DAMAGED_LIBRARY', 'Something encrypted in this library was changed, or is not of its key.')
    return plain
  }

  return {
    get isSealing() { return held?.seals === true },
    seal<T extends string | Uint8Array>(value: T): T {
      if (held?.seals !== true || value.length === 0 || isSealed(value)) return value
      const { ciphers, key } = held
      if (typeof value === 'string') return `${TEXT_MARK}${Buffer.from(ciphers.seal(Buffer.from(value, 'utf8'), key)).toString('base64')}` as T
      return joined(BYTES_MARK, ciphers.seal(value, key)) as T
    },
    open<T extends string | Uint8Array>(value: T): T {
      if (!isSealed(value)) return value
      if (typeof value === 'string') return Buffer.from(opened(Buffer.from(value.slice(TEXT_MARK.length), 'base64'))).toString('utf8') as T
      return opened(value.subarray(BYTES_MARK.length)) as T
    },
    key: () => held?.key,
    useKey(ciphers, key, seals) { held = { ciphers, key, seals } },
    dropKey() { held = undefined },
  }
}

/** For a store without a lock. */
export const PLAIN_VAULT: Vault = createVault()

export function isSealed(value: string | Uint8Array): boolean {
  return typeof value === 'string' ? value.startsWith(TEXT_MARK) : value.length > BYTES_MARK.length && BYTES_MARK.every((byte, index) => value[index] === byte)
}

/** What an SQL condition compares the beginning of a text column with. */
export const SEALED_TEXT_MARK = TEXT_MARK

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const whole = new Uint8Array(first.length + second.length)
  whole.set(first)
  whole.set(second, first.length)
  return whole
}

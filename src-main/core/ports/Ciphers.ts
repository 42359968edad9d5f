/** Cost of deriving a key from a passphrase, stored beside what it protects, so that it can be raised later. */
export interface DerivationCost {
  readonly operations: number
  readonly memoryBytes: number
}

/** The primitives of the app lock. */
export interface Ciphers {
  randomBytes(count: number): Uint8Array
  /** 32 bytes by Argon2id (RFC 9106). Takes about half a second on purpose. */
  deriveKey(passphrase: string, salt: Uint8Array, cost: DerivationCost): Uint8Array
  /** XChaCha20-Poly1305 with a nonce of its own in front. */
  seal(plain: Uint8Array, key: Uint8Array): Uint8Array
  /** Undefined when it was sealed with another key or changed since. */
  open(sealed: Uint8Array, key: Uint8Array): Uint8Array | undefined
}

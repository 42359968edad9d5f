import type { Ciphers } from '../../core/ports/Ciphers.ts'

/** libsodium (WebAssembly), loaded when a lock is first needed. */
export async function openCiphers(): Promise<Ciphers> {
  const { default: sodium } = await import('libsodium-wrappers-sumo')
  await sodium.ready
  const nonceBytes = sodium.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
  return {
    randomBytes: (count) => sodium.randombytes_buf(count),
    // Normalised: the same letters typed on another keyboard can be other code points.
    deriveKey: (passphrase, salt, { operations, memoryBytes }) => sodium.crypto_pwhash(32, passphrase.normalize('NFKC'), salt, operations, memoryBytes, sodium.crypto_pwhash_ALG_ARGON2ID13),
    seal(plain, key) {
      // 24 random bytes do not repeat, however many values are sealed.
      const nonce = sodium.randombytes_buf(nonceBytes)
      const sealed = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(plain, null, null, nonce, key)
      const whole = new Uint8Array(nonce.length + sealed.length)
      whole.set(nonce)
      whole.set(sealed, nonce.length)
      return whole
    },
    open(sealed, key) {
      if (sealed.length < nonceBytes) return undefined
      try {
        return sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, sealed.subarray(nonceBytes), null, sealed.subarray(0, nonceBytes), key)
      } catch {
        return undefined
      }
    },
  }
}

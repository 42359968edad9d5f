import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Signer } from '../../core/ports/Signer.ts'

/**
 * The Ed25519 key of a library, made on this machine when it is first needed. The private key lies in `signing-key.pem`, which only its owner may read; it never leaves the folder.
 * Whoever has it can sign in this library's name, so it is as secret as the library.
 */
export function openSigningKey(dataDir: string): Signer {
  const file = path.join(dataDir, 'signing-key.pem')
  if (!existsSync(file)) {
    mkdirSync(dataDir, { recursive: true })
    const { privateKey } = generateKeyPairSync('ed25519')
    // `wx`: of two processes that make one at once, the second takes the first's.
    try {
      writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' })
    } catch (thrown) {
      if (!existsSync(file)) throw thrown
    }
  }
  const key: KeyObject = createPrivateKey(readFileSync(file))
  return { publicKey: createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString(), sign: (bytes) => sign(null, bytes, key) }
}

import { createHash, createPublicKey } from 'node:crypto'
import type { ReleasedEntry } from '../privacy/createReleases.ts'
import type { Signer } from '../ports/Signer.ts'
import { GENESIS_HASH, hashContent } from './hashChain.ts'
import { VERIFY_SCRIPT } from './verifyScript.ts'

export interface SignedExport {
  readonly files: readonly { readonly name: string; readonly text: string }[]
  readonly entries: number
  readonly head: string
  /** SHA-256 of the public key (DER): what the receiver compares with what the sender told by another way. */
  readonly keyFingerprint: string
}

const README = `This folder holds the audit log of a Footnote library, one entry a line in entries.jsonl.

To check it, with Node 20 or newer and nothing else:

    node verify.mjs

It checks the signature over manifest.json, the checksum of entries.jsonl, and every link of the chain. Then compare the fingerprint of the key that it prints
with the one that the sender told you in another way (footnote audit key): without that, anybody could have made and signed a log.
An entry with empty content was redacted; a later entry says when and why, and its hash is still part of the chain.
An entry that says "edited" was changed for this export: personal data is masked in it, or what may not be exported is left out. Its hashes are those of the whole entry: its place in
the chain can be checked here, its content only by whoever has the library. The signature covers what lies here.
`

/** The whole log, signed, with the means to check it. Call it on a log that verifies: a broken chain would be signed as it is, and the script in the export would say so. */
export function signedExport(auditLog: { readonly stored: () => Iterable<ReleasedEntry> }, signer: Signer, created: string): SignedExport {
  let [entries, head, lines] = [0, GENESIS_HASH, '']
  for (const { sequence, previousHash, contentHash, hash, content, edited } of auditLog.stored()) {
    lines += `${JSON.stringify({ sequence, previousHash, contentHash, hash, content, ...(edited === undefined ? {} : { edited }) })}\n`
    entries++
    head = hash
  }
  const manifest = `${JSON.stringify({ format: 'footnote-audit-1', created, entries, head, entriesSha256: hashContent(lines), publicKey: signer.publicKey }, null, 2)}\n`
  const signature = Buffer.from(signer.sign(new TextEncoder().encode(manifest))).toString('base64')
  return {
    entries, head, keyFingerprint: keyFingerprint(signer.publicKey),
    files: [
      { name: 'entries.jsonl', text: lines }, { name: 'manifest.json', text: manifest }, { name: 'manifest.sig', text: `${signature}\n` },
      { name: 'verify.mjs', text: VERIFY_SCRIPT }, { name: 'README.txt', text: README },
    ],
  }
}

export function keyFingerprint(publicKey: string): string {
  return createHash('sha256').update(createPublicKey(publicKey).export({ type: 'spki', format: 'der' })).digest('hex')
}

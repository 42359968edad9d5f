/**
 * The program that lies in every signed export. It needs plain Node and nothing of Footnote, so that a third person can check the export and read how it is checked:
 * signature over the manifest, checksum of the entries, every hash of the chain, and that an entry without content was redacted by a note in the same chain.
 */
export const VERIFY_SCRIPT = `// Checks this export: node verify.mjs [FINGERPRINT OF THE SIGNER'S KEY]
import { createHash, createPublicKey, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'

const read = (name) => readFileSync(new URL(name, import.meta.url))
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex')
const fail = (why) => { console.log('NOT VALID: ' + why); process.exit(1) }

const manifestBytes = read('manifest.json')
const manifest = JSON.parse(manifestBytes)
const key = createPublicKey(manifest.publicKey)
const fingerprint = sha256(key.export({ type: 'spki', format: 'der' }))
if (!verify(null, manifestBytes, key, Buffer.from(read('manifest.sig').toString(), 'base64'))) fail('the signature does not fit the manifest')
if (process.argv[2] !== undefined && process.argv[2] !== fingerprint) fail('it was signed with another key: ' + fingerprint)

const entryBytes = read('entries.jsonl')
if (sha256(entryBytes) !== manifest.entriesSha256) fail('entries.jsonl was changed')
const entries = entryBytes.toString().split('\\n').filter((line) => line !== '').map((line) => JSON.parse(line))
if (entries.length !== manifest.entries) fail('entries are missing')

let previous = '0'.repeat(64)
const emptied = new Set()
const noted = new Set()
let edited = 0
for (const [index, { sequence, previousHash, contentHash, hash, content, edited: isEdited }] of entries.entries()) {
  if (sequence !== index + 1) fail('entry ' + (index + 1) + ' is missing')
  if (previousHash !== previous) fail('entry ' + sequence + ' does not follow the one before')
  if (content === '') emptied.add(sequence)
  else if (isEdited) edited++
  else if (sha256(content) !== contentHash) fail('the content of entry ' + sequence + ' was changed')
  if (sha256(previousHash + '\\n' + sequence + '\\n' + contentHash) !== hash) fail('the hash of entry ' + sequence + ' is wrong')
  if (content !== '') {
    const record = JSON.parse(content)
    if (record.kind === 'note' && record.event === 'redacted') noted.add(record.detail.sequence)
  }
  previous = hash
}
for (const sequence of emptied) if (!noted.has(sequence)) fail('entry ' + sequence + ' was emptied without a note')
if (previous !== manifest.head) fail('the chain does not end as the manifest says')
console.log('VALID: ' + entries.length + ' entries, ' + emptied.size + ' redacted, ' + (edited === 0 ? '' : edited + ' edited for this export (masked, or parts left out), ') + 'head ' + previous)
console.log('Signed ' + manifest.created + ' with the key ' + fingerprint)
`

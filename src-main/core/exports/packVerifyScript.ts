/**
 * The program that lies in every evidence pack. It needs plain Node and nothing of Footnote, so that a third person can check the pack and read how it is
 * checked: signature over the manifest, checksum of every file, every quote against the stored text, the entry of the audit log and its way to the head.
 */
export const PACK_VERIFY_SCRIPT = `// Checks this evidence pack: node verify.mjs [FINGERPRINT OF THE SIGNER'S KEY] [ORIGINAL FILE ...]
import { createHash, createPublicKey, verify } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'

const here = new URL('./', import.meta.url)
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex')
const fail = (why) => { console.log('NOT VALID: ' + why); process.exit(1) }
const read = (name) => { try { return readFileSync(new URL(name, here)) } catch { return fail(name + ' is missing') } }

// 1. The manifest is the signer's.
const manifestBytes = read('manifest.json')
const manifestSignature = Buffer.from(read('manifest.sig').toString(), 'base64')
let manifest, fingerprint
try {
  manifest = JSON.parse(manifestBytes)
  const key = createPublicKey(manifest.publicKey)
  fingerprint = sha256(key.export({ type: 'spki', format: 'der' }))
  if (!verify(null, manifestBytes, key, manifestSignature)) fail('the signature does not fit manifest.json')
} catch { fail('manifest.json was changed') }
const isFingerprint = (text) => /^[0-9a-f]{64}$/.test(text)
for (const wanted of process.argv.slice(2).filter(isFingerprint)) if (wanted !== fingerprint) fail('it was signed with another key: ' + fingerprint)

// 2. Every file is the one that was signed, and there is no other.
const listed = new Set(['manifest.json', 'manifest.sig'])
for (const file of manifest.files) {
  if (sha256(read(file.name)) !== file.sha256) fail(file.name + ' was changed')
  listed.add(file.name)
}
for (const folder of ['', 'pages/', 'units/']) {
  let entries = []
  try { entries = readdirSync(new URL(folder, here), { withFileTypes: true }) } catch { /* A pack without quotes has no such folder. */ }
  for (const entry of entries) if (entry.isFile() && !entry.name.startsWith('.') && !listed.has(folder + entry.name)) fail(folder + entry.name + ' does not belong to the pack')
}

// 3. Every quote stands in the stored text, where it says.
const quotes = JSON.parse(read('quotes.json'))
let unchecked = 0
for (const { n, quote, text } of quotes) {
  if (text === null) { unchecked++; continue }
  const bytes = read(text.file)
  if (sha256(bytes) !== text.sha256) fail('the text of quote ' + n + ' is another')
  if (bytes.toString().slice(text.quoteAt, text.quoteAt + quote.length) !== quote) fail('quote ' + n + ' does not stand in ' + text.file)
}

// 4. The answer and its quotes are those of the audit log's entry, and the entry leads to the head.
const answer = JSON.parse(read('answer.json'))
const audit = JSON.parse(read('audit.json'))
const { entry } = audit
const link = (before, sequence, contentHash) => sha256(before + '\\n' + sequence + '\\n' + contentHash)
if (!entry.edited && sha256(entry.content) !== entry.contentHash) fail('the content of the audit entry was changed')
if (link(entry.previousHash, entry.sequence, entry.contentHash) !== entry.hash) fail('the hash of the audit entry is wrong')
if (answer.audit.sequence !== entry.sequence || answer.audit.hash !== entry.hash) fail('the answer belongs to another audit entry')
const recorded = JSON.parse(entry.content).answer
if (recorded.question !== answer.question || recorded.text !== answer.text) fail('the answer is not the one of the audit entry')
const essence = (list, hashOf) => JSON.stringify(list.map((one) => [one.n, one.quote, hashOf(one), one.anchor.unit, one.anchor.charStart, one.anchor.charEnd]))
const recordedQuotes = essence(recorded.citations, (one) => one.sha256)
if (essence(quotes, (one) => one.document.sha256) !== recordedQuotes || essence(answer.citations, (one) => one.sha256) !== recordedQuotes) fail('the quotes are not those of the audit entry')
let head = { sequence: entry.sequence, hash: entry.hash }
for (const { sequence, contentHash, hash } of audit.after) {
  if (sequence !== head.sequence + 1 || link(head.hash, sequence, contentHash) !== hash) fail('the audit log is broken at entry ' + sequence)
  head = { sequence, hash }
}
if (head.sequence !== audit.head.sequence || head.hash !== audit.head.hash) fail('the audit log does not end as the pack says')

// 5. The original files, where they are given.
for (const path of process.argv.slice(2).filter((text) => !isFingerprint(text))) {
  let bytes
  try { bytes = readFileSync(path) } catch { fail('the file cannot be read: ' + path) }
  const hash = sha256(bytes)
  const source = quotes.find(({ document }) => document.sha256 === hash)
  if (source === undefined) fail('no quote is from this file, or it has changed: ' + path)
  console.log('The file is the one that was quoted as ' + source.document.name + ': ' + path)
}
console.log('VALID: ' + manifest.files.length + ' files, ' + quotes.length + ' quotes' + (unchecked === 0 ? '' : ' (' + unchecked + ' without their text)') + ', audit entry ' + entry.sequence + ' of ' + head.sequence + ', head ' + head.hash)
if (entry.edited) console.log('EDITED for this pack: personal data is masked, or what may not leave its folder is left out. That the recorded answer says the same can be checked by whoever has the library; here its place in the log was checked.')
console.log('Signed ' + manifest.created + ' with the key ' + fingerprint)
`

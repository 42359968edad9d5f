import { execFile } from 'node:child_process'
import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { cp, mkdir, mkdtemp, readFile, realpath, rm, unlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { finished } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { createCanvas, loadImage } from '@napi-rs/canvas'
import PDFDocument from 'pdfkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openZip } from '../../src-main/adapters/archive/openZip.ts'
import { renderPdfPage } from '../../src-main/adapters/pdfjs/renderPdfPage.ts'
import type { Engine } from '../../src-main/core/Engine.ts'
import { composeEngine } from '../../src-main/hosts/composeEngine.ts'
import type { Anchor, Box } from '../../src-shared/domain/anchor.ts'
import type { Answer } from '../../src-shared/domain/answer.ts'
import { silent } from './testModels.ts'
import { askToEnd } from './askToEnd.ts'

const resourcesDir = fileURLToPath(new URL('../../resources', import.meta.url))
const LEASE = 'Lease.pdf'
const PARKING = 'parking <rules>.txt'

interface PackedQuote {
  readonly quote: string
  readonly anchor: Anchor
  readonly document: { readonly name: string; readonly file: string }
  readonly text: { readonly file: string; readonly charStart: number } | null
  readonly page: { readonly file: string; readonly pixelsPerUnit?: number; readonly reason?: string }
}

let folder: string
let papers: string
let engine: Engine
let lease: Answer
let parking: Answer
let signPost: Answer

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'footnote-pack-')))
  papers = join(folder, 'papers')
  await mkdir(papers)
  const pdf = new PDFDocument({ size: 'A4' })
  const written = pdf.pipe(createWriteStream(join(papers, LEASE)))
  pdf.fontSize(12).text('Lease of the warehouse in Harbour Street. The warehouse has two floors and a yard.').addPage()
  pdf.text('Either party may end the lease of the warehouse with a notice period of seven months.').moveDown().text('The roof is inspected every spring.').end()
  await finished(written)
  await writeFile(join(papers, PARKING), 'Rules for visitors.\n\nA parking permit for the yard costs 40 euros a month.\n\nBicycles are free.\n')
  await writeFile(join(papers, 'sign.png'), drawSign('The lighthouse keeper feeds nine penguins.'))
  engine = await composeEngine({ dataDir: join(folder, 'library'), resourcesDir, logger: silent })
  engine.settings.update({ audit: { repeatAnswers: false } })
  await engine.library.add([papers])
  lease = await ask('What is the notice period of the lease of the warehouse?')
  parking = await ask('How much does a parking permit for the yard cost?')
  signPost = await ask('How many penguins does the lighthouse keeper feed?')
})

afterAll(async () => {
  await engine.close()
  await rm(folder, { recursive: true, force: true })
})

const ask = (question: string): Promise<Answer> => askToEnd(engine, { question, model: null })

/** Unpacked with another library than the one that packed, as its receiver does. */
async function unpackZip(bytes: Uint8Array, name: string): Promise<{ readonly at: string; readonly members: readonly string[] }> {
  const zip = await openZip(bytes)
  const at = join(folder, name)
  for (const member of zip.members) {
    await mkdir(dirname(join(at, member.name)), { recursive: true })
    await writeFile(join(at, member.name), (await zip.read(member.name)) ?? '')
  }
  return { at, members: zip.members.map((member) => member.name) }
}

async function unpack({ answerId }: Answer, name: string): Promise<{ readonly at: string; readonly members: readonly string[]; readonly quotes: readonly PackedQuote[] }> {
  const { at, members } = await unpackZip((await engine.exports.answer(answerId, 'pack')).bytes, name)
  return { at, members, quotes: JSON.parse(await readFile(join(at, 'quotes.json'), 'utf8')) as PackedQuote[] }
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

function drawSign(words: string): Uint8Array {
  const canvas = createCanvas(1200, 300)
  const context = canvas.getContext('2d')
  context.fillStyle = 'white'
  context.fillRect(0, 0, 1200, 300)
  context.fillStyle = 'black'
  context.font = '48px sans-serif'
  context.fillText(words, 80, 160)
  return canvas.toBuffer('image/png')
}

/** Plain Node in another folder, nothing of the product. */
async function verify(at: string, ...args: string[]): Promise<{ code: number; out: string }> {
  const run = promisify(execFile)(process.execPath, [join(at, 'verify.mjs'), ...args], { cwd: tmpdir(), env: {} })
  return run.then(({ stdout }) => ({ code: 0, out: stdout }), (failed: { code: number; stdout: string }) => ({ code: failed.code, out: failed.stdout }))
}

async function pixelsOf(png: Uint8Array) {
  const image = await loadImage(Buffer.from(png))
  const context = createCanvas(image.width, image.height).getContext('2d')
  context.drawImage(image, 0, 0)
  return { width: image.width, height: image.height, data: context.getImageData(0, 0, image.width, image.height).data }
}

test('a third person checks a pack and the original with plain Node, and finds another file refused', async () => {
  const { at, quotes } = await unpack(lease, 'checked')
  expect(quotes.map(({ document }) => document)).toContainEqual(expect.objectContaining({ name: LEASE, file: 'unchanged' }))
  expect(await verify(at)).toMatchObject({ code: 0, out: expect.stringMatching(new RegExp(`VALID: \\d+ files, ${quotes.length} quotes, audit entry ${lease.audit.sequence} of \\d+, head [0-9a-f]{64}`)) as string })
  expect((await verify(at, join(papers, LEASE))).code).toBe(0)
  expect(await verify(at, join(papers, PARKING))).toMatchObject({ code: 1, out: expect.stringContaining('no quote is from this file') as string })
  expect(await verify(at, 'f'.repeat(64))).toMatchObject({ code: 1, out: expect.stringContaining('another key') as string })
})

test('the pack of a thread is checked as a whole, and fails when one of its answers was changed', async () => {
  const { threadId } = lease
  if (threadId === undefined) throw new Error('The answer belongs to no thread.')
  const follow = engine.questions.ask({ question: 'And when is the roof inspected?', threadId, model: null })
  while ((await follow.next()).done !== true) { /* until it is answered */ }
  const { at, members } = await unpackZip((await engine.exports.thread(threadId, 'pack')).bytes, 'thread')
  const folders = [...new Set(members.flatMap((name) => /^(answers\/[^/]+)\//.exec(name)?.[1] ?? []))]
  expect(folders).toHaveLength(2)
  expect(await readFile(join(at, 'thread.html'), 'utf8')).not.toContain(papers)
  expect(await verify(at)).toMatchObject({ code: 0, out: expect.stringContaining('VALID: 2 answers') as string })
  const changed = join(at, folders[1] ?? '', 'answer.json')
  await writeFile(changed, (await readFile(changed, 'utf8')).replace('roof', 'cellar'))
  expect(await verify(at)).toMatchObject({ code: 1, out: expect.stringContaining('NOT VALID: 1 of 2 answers') as string })
})

test('the picture of a page differs from the page itself inside the boxes of the quote, and nowhere else', async () => {
  const { at, quotes } = await unpack(lease, 'pictured')
  const quoted = quotes.find(({ quote }) => quote.includes('seven months'))
  if (quoted?.anchor.kind !== 'page' || quoted.page.pixelsPerUnit === undefined) throw new Error('There is no picture of the page.')
  expect(quoted.anchor.page).toBe(2)
  const scale = quoted.page.pixelsPerUnit
  const boxes = quoted.anchor.boxes.map((box) => box.map((edge) => edge * scale) as unknown as Box)
  const marked = await pixelsOf(await readFile(join(at, quoted.page.file)))
  const plain = await pixelsOf((await renderPdfPage(new Uint8Array(await readFile(join(papers, LEASE))), { page: 2, dpi: scale * 72 })).png)
  expect([marked.width, marked.height]).toEqual([plain.width, plain.height])
  const changed = boxes.map(() => 0)
  let outside = 0
  for (let y = 0; y < marked.height; y++) {
    for (let x = 0; x < marked.width; x++) {
      const at = (y * marked.width + x) * 4
      if ([0, 1, 2].every((channel) => marked.data[at + channel] === plain.data[at + channel])) continue
      const index = boxes.findIndex(([left, top, right, bottom]) => x >= left - 3 && x <= right + 3 && y >= top - 3 && y <= bottom + 3)
      if (index < 0) outside++
      else changed[index] = (changed[index] ?? 0) + 1
    }
  }
  expect(outside).toBe(0)
  for (const [index, [left, top, right, bottom]] of boxes.entries()) expect(changed[index]).toBeGreaterThan((right - left) * (bottom - top) * 0.5)
})

test('a file without pages gets an HTML page with the quote marked, its markup escaped', async () => {
  const { at, quotes } = await unpack(parking, 'text')
  expect((await verify(at, join(papers, PARKING))).code).toBe(0)
  const quoted = quotes.find(({ document }) => document.name === PARKING)
  const page = await readFile(join(at, quoted?.page.file ?? ''), 'utf8')
  expect(page).toContain(`<mark>${quoted?.quote}</mark>`)
  expect(page).toContain('Bicycles are free.')
  expect(page).toContain('parking &lt;rules&gt;.txt')
})

test("no folder of the sender's computer stands in a pack, but in the audit entry, which is as it was logged", async () => {
  const { at, members } = await unpack(lease, 'paths')
  const told = await Promise.all(members.map(async (name) => ((await readFile(join(at, name))).includes(papers) ? name : undefined)))
  expect(told.filter((name) => name !== undefined)).toEqual(['audit.json'])
})

test.each([
  ['a flipped byte in a text', 'units/unit-1.txt', (bytes: Buffer) => { bytes[4] = (bytes[4] ?? 0) ^ 1 }, 'units/unit-1.txt was changed'],
  ['a changed picture', 'pages/note-1.png', (bytes: Buffer) => { bytes[99] = (bytes[99] ?? 0) ^ 1 }, 'pages/note-1.png was changed'],
  ['a changed manifest', 'manifest.json', (bytes: Buffer) => { bytes.write('9', bytes.indexOf('"created": "') + 12) }, 'the signature does not fit'],
] as const)('the check finds %s', async (label, file, change, reason) => {
  const { at } = await unpack(lease, label)
  const bytes = await readFile(join(at, file))
  change(bytes)
  await writeFile(join(at, file), bytes)
  expect(await verify(at)).toMatchObject({ code: 1, out: expect.stringContaining(reason) as string })
})

test('the check finds a file that was added, and one that is missing', async () => {
  const { at } = await unpack(lease, 'added')
  await writeFile(join(at, 'pages/note-9.png'), 'forged')
  expect(await verify(at)).toMatchObject({ code: 1, out: expect.stringContaining('does not belong to the pack') as string })
  await unlink(join(at, 'pages/note-9.png'))
  await unlink(join(at, 'answer.md'))
  expect(await verify(at)).toMatchObject({ code: 1, out: expect.stringContaining('answer.md is missing') as string })
})

test.each([
  ['answer', ['answer.json'], 'the answer is not the one of the audit entry'],
  ['quote', ['quotes.json'], 'does not stand in units/unit-1.txt'],
  ['quote with its text', ['quotes.json', 'units/unit-1.txt'], 'the text of quote 1 is another'],
  ['quote with its text and the checksum of it', ['quotes.json', 'units/unit-1.txt', 'checksum'], 'the quotes are not those of the audit entry'],
  ['audit entry', ['audit.json'], 'the content of the audit entry was changed'],
] as const)('whoever forges the %s and signs with a key of his own is caught by what the rest says', async (label, forged, reason) => {
  const { at } = await unpack(lease, `forged ${label}`)
  const before = sha256(await readFile(join(at, 'units/unit-1.txt')))
  for (const name of forged.filter((one) => one !== 'checksum')) {
    // As long as the true one, so that no place moves.
    await writeFile(join(at, name), (await readFile(join(at, name), 'utf8')).replaceAll('seven months', 'three months'))
  }
  if (forged.some((one) => one === 'checksum')) {
    const quotes = await readFile(join(at, 'quotes.json'), 'utf8')
    await writeFile(join(at, 'quotes.json'), quotes.replaceAll(before, sha256(await readFile(join(at, 'units/unit-1.txt')))))
  }
  const manifest = JSON.parse(await readFile(join(at, 'manifest.json'), 'utf8')) as { publicKey: string; files: { name: string; sha256: string }[] }
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  manifest.publicKey = publicKey.export({ type: 'spki', format: 'pem' }).toString()
  for (const file of manifest.files) file.sha256 = sha256(await readFile(join(at, file.name)))
  const bytes = Buffer.from(JSON.stringify(manifest))
  await writeFile(join(at, 'manifest.json'), bytes)
  await writeFile(join(at, 'manifest.sig'), sign(null, bytes, privateKey).toString('base64'))
  expect(await verify(at)).toMatchObject({ code: 1, out: expect.stringContaining(reason) as string })
})

test('an answer that found nothing, and one that repeats another, have packs that hold', async () => {
  const nothing = await ask('Who won the chess championship in 1972?')
  expect(nothing.citations).toEqual([])
  expect(await verify((await unpack(nothing, 'nothing')).at)).toMatchObject({ code: 0, out: expect.stringContaining(' 0 quotes') as string })
  engine.settings.update({ audit: { repeatAnswers: true } })
  await ask(parking.question)
  const repeated = await ask(parking.question)
  engine.settings.update({ audit: { repeatAnswers: false } })
  expect(repeated.repeats).toBeDefined()
  expect((await verify((await unpack(repeated, 'repeated')).at)).code).toBe(0)
})

test('a quote from a picture is marked on the picture', async () => {
  const { at, quotes } = await unpack(signPost, 'scanned')
  const quoted = quotes.find(({ document }) => document.name === 'sign.png')
  if (quoted?.anchor.kind !== 'image' || quoted.page.pixelsPerUnit === undefined) throw new Error('There is no picture.')
  const [left, top, right, bottom] = quoted.anchor.boxes[0] ?? [0, 0, 0, 0]
  const marked = await pixelsOf(await readFile(join(at, quoted.page.file)))
  const place = (Math.round((top + bottom) / 2) * marked.width + Math.round(left)) * 4
  expect(right).toBeGreaterThan(left)
  expect([marked.data[place + 2], marked.data[2]]).toEqual([expect.toSatisfy((blue: number) => blue < 160), 255])
})

test('a file that changed or is gone is said so in the pack, which still holds what was read', async () => {
  const original = join(papers, LEASE)
  await cp(original, join(folder, 'kept.pdf'))
  await writeFile(original, Buffer.concat([await readFile(original), Buffer.from('\n% changed')]))
  const changed = await unpack(lease, 'changed')
  expect(changed.quotes[0]).toMatchObject({ document: { file: 'changed' }, page: { file: 'pages/note-1.html', reason: expect.stringContaining('no longer the one that was read') as string }, text: { charStart: 0 } })
  await unlink(original)
  const missing = await unpack(lease, 'missing')
  expect(missing.quotes[0]).toMatchObject({ document: { file: 'missing' }, page: { reason: expect.stringContaining('no longer at its place') as string } })
  // Taken out of the library, its text is that of the audit log.
  await engine.library.sync()
  for (const { documentId, anchor } of lease.citations) expect(() => engine.library.unit(documentId, anchor.unit)).toThrow()
  const removed = await unpack(lease, 'removed')
  expect(removed.quotes[0]?.text).not.toBeNull()
  for (const { at } of [changed, missing, removed]) expect((await verify(at, join(folder, 'kept.pdf'))).code).toBe(0)
})

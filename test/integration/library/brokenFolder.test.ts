import { copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { strToU8, zipSync } from 'fflate'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createForkLauncher } from '../../../src-main/adapters/node/createForkLauncher.ts'
import { createReader } from '../../../src-main/processes/reader/createReader.ts'
import { makeDocx, makePptx } from '../reading/makeFiles.ts'
import { makePdf } from '../reading/makePdf.ts'
import { openTestLibrary } from './openTestLibrary.ts'

let root: string
beforeEach(async () => { root = await mkdtemp(path.join(os.tmpdir(), 'footnote-broken-')) })
afterEach(() => rm(root, { recursive: true, force: true }))

const half = (bytes: Uint8Array) => bytes.slice(0, bytes.length >> 1)

/** A picture that says of itself that it is 100,000 × 100,000 pixels. */
function hugePicture(): Uint8Array {
  const header = Buffer.alloc(33)
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]).copy(header)
  header.write('IHDR', 12)
  header.writeUInt32BE(100_000, 16)
  header.writeUInt32BE(100_000, 20)
  header.set([8, 2], 24)
  return header
}

async function brokenFiles(): Promise<Readonly<Record<string, string | Uint8Array>>> {
  const pdf = await makePdf((draw) => draw.text('The lease ends in May.'))
  const laughs = Array.from({ length: 12 }, (_, level) => `<!ENTITY l${level + 1} "${`&l${level};`.repeat(10)}">`).join('')
  let nested = zipSync({ 'deep.txt': strToU8('at the bottom') })
  for (let depth = 0; depth < 12; depth++) nested = zipSync({ [`${depth}.zip`]: nested })
  return {
    'empty.pdf': '',
    'cut.pdf': half(pdf),
    'head only.pdf': '%PDF-1.7\n%%EOF\n',
    'really a note.pdf': 'A note with the name of a page.',
    'cut.docx': half(makeDocx()),
    'cut.pptx': half(makePptx()),
    'noise.xlsx': Uint8Array.from({ length: 4000 }, (_, index) => (index * 7919) % 251),
    'not a workbook.xlsx': zipSync({ 'xl/workbook.xml': strToU8('<workbook') }),
    'zeros.zip': zipSync({ 'zeros.txt': new Uint8Array(8_000_000) }),
    'way out.zip': zipSync({ '../../../outside.txt': strToU8('outside'), '/etc/outside.txt': strToU8('outside') }),
    'nested.zip': nested,
    'laughs.xml': `<?xml version="1.0"?><!DOCTYPE l [<!ENTITY l0 "ha">${laughs}]><l>&l12;</l>`,
    'deep.html': '<div>'.repeat(100_000),
    'deep.json': '['.repeat(200_000),
    'huge.png': hugePicture(),
    'open end.eml': 'From: a@example.org\nSubject: =?utf-8?B?w?=\nContent-Type: multipart/mixed; boundary="x"\n\n--x\nContent-Type: text/plain\n\nNo end in sight',
    'half a character.txt': Uint8Array.from([0x48, 0x69, 0xc3, 0x28, 0xff, 0xfe]),
  }
}

it('costs each broken file itself only: one add, every file in one report with its reason, the good one readable, the reader at work after it', { timeout: 240_000 }, async () => {
  const folder = path.join(root, 'folder')
  await mkdir(folder)
  const files = await brokenFiles()
  for (const [name, content] of Object.entries(files)) await writeFile(path.join(folder, name), content)
  await copyFile(path.join(import.meta.dirname, '../../fixtures/office/password-is-pass.docx'), path.join(folder, 'locked.docx'))
  await writeFile(path.join(folder, 'good.txt'), 'The lighthouse was lit in 1907.')

  const reader = createReader({ launcher: createForkLauncher(), logger: { log: () => undefined }, tokenizers: {}, ocrFolders: [], concurrency: 1 })
  const open = await openTestLibrary(path.join(root, 'data'), { parser: reader })
  try {
    open.library.start()
    const { documents, summary } = await open.library.engine.add([folder])

    const own = documents.filter((report) => path.dirname(report.path) === folder)
    expect(own.map((report) => path.basename(report.path)).sort()).toEqual([...Object.keys(files), 'good.txt', 'locked.docx'].sort())
    for (const report of documents) {
      if (report.state === 'failed' || report.state === 'skipped') expect.soft(report, report.path).toMatchObject({ code: expect.any(String) as string, message: expect.any(String) as string })
      // Silently empty is what must not be: no text and no word about it.
      else if (report.state === 'indexed' && report.chunks === 0) expect.soft(report.code ?? report.units.find(({ source }) => source === 'empty' || source === 'failed')?.source, report.path).toBeDefined()
    }
    expect(Object.fromEntries(own.map((report) => [path.basename(report.path), report.code ?? report.state]))).toMatchObject({
      'good.txt': 'indexed', 'really a note.pdf': 'indexed', 'locked.docx': 'PASSWORD_NEEDED', 'cut.docx': 'DAMAGED_FILE',
    })
    expect(summary.files).toBe(documents.length)
    expect((await readdir(root)).sort()).toEqual(['data', 'folder'])

    await writeFile(path.join(root, 'after.txt'), 'The keeper counted gulls.')
    expect((await open.library.engine.add([path.join(root, 'after.txt')])).summary).toMatchObject({ indexed: 1, failed: 0 })
  } finally {
    await open.close()
    await reader.close()
  }
})

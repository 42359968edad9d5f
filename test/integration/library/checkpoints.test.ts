import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ParsedUnit } from '../../../src-shared/domain/unit.ts'
import { CHECKPOINT_MIGRATIONS, openCheckpointStore } from '../../../src-main/adapters/sqlite/openCheckpointStore.ts'
import { openDatabase } from '../../../src-main/adapters/sqlite/openDatabase.ts'
import type { ReadUnit } from '../../../src-main/core/ports/DocumentParser.ts'
import { makePackage, relationships } from '../reading/makeFiles.ts'
import { openTestLibrary, plainParser, snapshot } from './openTestLibrary.ts'
import { makePdf } from '../reading/makePdf.ts'
import { makePicture } from '../reading/makePicture.ts'
import { makeTiff } from '../reading/makeTiff.ts'

const PROGRAM = fileURLToPath(new URL('./readScan.ts', import.meta.url))
const PAGES = 12

let root: string
beforeEach(async () => { root = await mkdtemp(path.join(os.tmpdir(), 'footnote-checkpoint-')) })
afterEach(() => rm(root, { recursive: true, force: true }))

interface Run {
  readonly pages: readonly number[]
  readonly kept: readonly number[]
  readonly held: string | undefined
}

/** Runs the program in a process group of its own; kills the whole group when so many pages are kept. */
function run(dataDir: string, file: string, killAfterKept = Infinity): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [PROGRAM, dataDir, file], { stdio: ['ignore', 'pipe', 'pipe'], detached: true })
    let said = ''
    let complaint = ''
    const numbers = (word: string) => [...said.matchAll(new RegExp(`^${word} (\\d+)$`, 'gm'))].map((match) => Number(match[1]))
    child.stderr.on('data', (data: Buffer) => { complaint += data.toString() })
    child.stdout.on('data', (data: Buffer) => {
      said += data.toString()
      if (numbers('kept').length >= killAfterKept && child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL')
    })
    child.on('close', (code) => {
      if (code !== null && code !== 0) reject(new Error(complaint))
      else resolve({ pages: numbers('page'), kept: numbers('kept'), held: /^HELD (.*)$/m.exec(said)?.[1] })
    })
  })
}

/** Twelve pages of print. */
const PRINT = Array.from({ length: PAGES }, (_, index) => [`Page number ${index + 1} of the scan`, 'holds what stood on the paper', `with the figure ${(index + 3) * 417} on it.`])

/** A scan as copiers make it. */
async function makeScan(file: string): Promise<void> {
  const pictures = await Promise.all(PRINT.map((lines) => makePicture(lines)))
  await writeFile(file, await makePdf((pdf) => {
    for (const [index, picture] of pictures.entries()) {
      if (index > 0) pdf.addPage()
      pdf.image(Buffer.from(picture), 0, 0, { width: 500 })
    }
  }, { size: [500, 300], margin: 0 }))
}

/** Slides that are pictures, as people paste them. */
async function makeShow(file: string): Promise<void> {
  const parts = await Promise.all(PRINT.map(async (lines, index) => [`ppt/media/image${index + 1}.png`, await makePicture(lines)] as const))
  const slide = '<p:sld><p:cSld><p:spTree><p:pic><p:nvPicPr><p:cNvPr id="2" name="Scan"/></p:nvPicPr><p:blipFill><a:blip r:embed="r1"/></p:blipFill></p:pic></p:spTree></p:cSld></p:sld>'
  await writeFile(file, makePackage('ppt/presentation.xml', {
    'ppt/presentation.xml': `<p:presentation><p:sldIdLst>${PRINT.map((_, index) => `<p:sldId id="${index + 1}" r:id="r${index + 1}"/>`).join('')}</p:sldIdLst></p:presentation>`,
    'ppt/_rels/presentation.xml.rels': relationships(PRINT.map((_, index) => [`r${index + 1}`, 'slide', `slides/slide${index + 1}.xml`] as const)),
    ...Object.fromEntries(parts),
    ...Object.fromEntries(PRINT.flatMap((_, index) => [[`ppt/slides/slide${index + 1}.xml`, slide], [`ppt/slides/_rels/slide${index + 1}.xml.rels`, relationships([['r1', 'image', `../media/image${index + 1}.png`]])]])),
  }))
}

describe('a long file whose reading is killed', () => {
  it.each([
    ['scan.pdf', makeScan], ['fax.tif', (file: string) => writeFile(file, makeTiff(PRINT))], ['pictures.pptx', makeShow],
  ] as const)('goes on at its page (%s): only the missing ones are read, and the result is that of an undisturbed reading', { timeout: 300_000 }, async (name, make) => {
    const file = path.join(root, name)
    await make(file)
    const killed = await run(path.join(root, 'data'), file, 5)
    expect(killed.held).toBeUndefined()
    const keptBefore = Math.max(...killed.kept)
    expect(keptBefore).toBeLessThan(PAGES)
    const resumed = await run(path.join(root, 'data'), file)
    expect(Math.min(...resumed.pages)).toBe(keptBefore + 1)
    expect(Math.max(...resumed.pages)).toBe(PAGES)
    const undisturbed = await run(path.join(root, 'other'), file)
    expect(JSON.parse(resumed.held ?? '')).toEqual(JSON.parse(undisturbed.held ?? ''))
    // What was kept for it is gone with its publication.
    const left = new DatabaseSync(path.join(root, 'data', 'checkpoints.db'), { readOnly: true })
    expect(left.prepare('SELECT COUNT(*) AS n FROM unit').get()).toEqual({ n: 0 })
    left.close()
  })
})

describe('a long document whose embedding is interrupted', () => {
  it('goes on with the vectors that it lacks, and holds what an undisturbed library holds', async () => {
    const LINES = 1200
    const file = path.join(root, 'ledger.txt')
    await writeFile(file, Array.from({ length: LINES }, (_, line) => `entry ${line} of the ledger${line % 20 === 19 ? '\f' : '\n'}`).join(''))
    const opened = (name: string, embedMs: number) => openTestLibrary(path.join(root, name), { parser: plainParser, embedMs })
    const first = await opened('data', 5)
    first.library.start({ sync: false })
    const adding = first.library.engine.add([file])
    adding.catch(() => undefined)
    await vi.waitUntil(() => first.embedded.length > LINES / 2, { timeout: 120_000, interval: 1 })
    await first.close()
    const before = first.embedded.length
    expect(before).toBeLessThan(LINES)

    const second = await opened('data', 0)
    second.library.start({ sync: false })
    await second.library.idle()
    // At most the slices that were not whole.
    expect(second.embedded.length).toBeLessThan(LINES - before + 2 * 256)
    const undisturbed = await opened('other', 0)
    undisturbed.library.start({ sync: false })
    await undisturbed.library.engine.add([file])
    expect(await snapshot(second)).toEqual(await snapshot(undisturbed))
    await second.close()
    await undisturbed.close()
    const left = new DatabaseSync(path.join(root, 'data', 'checkpoints.db'), { readOnly: true })
    expect(left.prepare('SELECT COUNT(*) AS n FROM vectors').get()).toEqual({ n: 0 })
    left.close()
  })
})

describe('the store of checkpoints', () => {
  const key = { sha256: 'abc', options: '{}', sizeBytes: 1, modifiedMs: 2, inode: '3' }
  const unit = (number: number, text = `text ${number}`): ReadUnit => ({
    unit: { unit: number, kind: 'page', label: `page ${number}`, source: 'text', text, segments: [] } as ParsedUnit,
    chunks: [{ ordinal: 0, anchor: { kind: 'page', unit: number, page: number, boxes: [], charStart: 0, charEnd: 4 }, text: 'text', headings: [], context: '', tokens: 1 }],
    checkpoint: { nextUnit: number + 1, state: { headings: [number] } },
  })
  const file = () => path.join(root, 'checkpoints.db')

  it('gives back after opening again what was kept, chunks numbered through', async () => {
    const first = openCheckpointStore(file(), () => 0)
    await first.open(key).append([unit(1, ''), unit(2)])
    await first.open(key).append([unit(3)])
    first.close()
    const again = openCheckpointStore(file(), () => 0)
    const reading = again.open(key)
    expect(reading.count).toBe(3)
    expect(reading.checkpoint()).toEqual({ nextUnit: 4, state: { headings: [3] } })
    expect([...reading.units()]).toEqual([unit(1, ''), unit(2), unit(3)].map((read) => read.unit))
    expect(reading.chunks().map(({ ordinal, anchor }) => [ordinal, anchor.unit])).toEqual([[0, 1], [1, 2], [2, 3]])
    expect(reading.leading(1).map((leading) => leading.unit)).toEqual([2])
    again.close()
  })

  it('gives vectors back exactly, and none for other texts', () => {
    const first = openCheckpointStore(file(), () => 0)
    const vectors = [new Float32Array([0.1, -2, 3e-7]), new Float32Array([4, 5, 6])]
    first.vectors('f abc').save(3, 'digest', vectors)
    first.close()
    const again = openCheckpointStore(file(), () => 0)
    expect(again.vectors('f abc').get(3, 'digest')).toEqual(vectors)
    expect([again.vectors('f abc').get(3, 'other'), again.vectors('f abc').get(2, 'digest'), again.vectors('g abc').get(3, 'digest')]).toEqual([undefined, undefined, undefined])
    again.vectors('f abc').remove()
    expect(again.vectors('f abc').get(3, 'digest')).toBeUndefined()
    again.close()
    // Closing while vectors are on their way ends nothing but their keeping.
    expect(() => { again.vectors('f abc').save(0, 'digest', vectors) }).not.toThrow()
  })

  it('of an earlier version is brought to the newest with what it keeps', async () => {
    const old = openDatabase(file(), { migrations: CHECKPOINT_MIGRATIONS.slice(0, 1) })
    old.close()
    const store = openCheckpointStore(file(), () => 0)
    await store.open(key).append([unit(1)])
    store.vectors('f abc').save(0, 'digest', [new Float32Array([1])])
    expect([store.open(key).count, store.vectors('f abc').get(0, 'digest')]).toEqual([1, [new Float32Array([1])]])
    store.close()
  })

  it.each([['other bytes', { sha256: 'abd' }], ['other options', { options: '{"ocr":"deu"}' }], ['a file that was touched', { modifiedMs: 9 }]])('keeps nothing for %s', async (_, change) => {
    const store = openCheckpointStore(file(), () => 0)
    await store.open(key).append([unit(1)])
    expect(store.open({ ...key, ...change }).checkpoint()).toBeUndefined()
    store.close()
  })

  it('forgets readings that nobody came back to, and begins anew when its file is damaged', async () => {
    const day = 24 * 3600 * 1000
    const store = openCheckpointStore(file(), () => 0)
    await store.open(key).append([unit(1)])
    store.close()
    const later = openCheckpointStore(file(), () => 31 * day)
    expect(later.open(key).count).toBe(0)
    later.close()
    await writeFile(file(), 'not a database at all, but long enough to be taken for one'.repeat(100))
    const mended = openCheckpointStore(file(), () => 0)
    await mended.open(key).append([unit(1)])
    expect(mended.open(key).count).toBe(1)
    mended.close()
  })
})

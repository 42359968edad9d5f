import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Document, HeadingLevel, Packer, Paragraph } from 'docx'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Engine } from '../../src-main/core/Engine.ts'
import { composeEngine } from '../../src-main/hosts/composeEngine.ts'
import type { Answer } from '../../src-shared/domain/answer.ts'
import { makePdf } from '../integration/reading/makePdf.ts'
import { silent } from './testModels.ts'
import { askToEnd } from './askToEnd.ts'

const resourcesDir = fileURLToPath(new URL('../../resources', import.meta.url))
const TITLE = 'Lease of the Rotterdam warehouse'
const QUESTION = 'What is the notice period of the lease?'
const paragraphs = (notice: string) => [
  'This lease is made between Harbour Estates B.V. as the landlord and Northwind Shipping N.V. as the tenant of the warehouse on the Maasvlakte.',
  'The warehouse has a floor of 12,400 square metres, two loading docks for lorries and one quay on which ships of up to 90 metres may berth.',
  'The rent is due in advance on the first working day of every quarter and follows the consumer price index of the previous calendar year.',
  `The notice period of the lease is ${notice} and begins at the end of the calendar month in which the other party receives the letter.`,
  'The tenant insures the goods that it stores, keeps the sprinklers in working order and lets an inspector look at them once in every year.',
  'Repairs of the roof, the outer walls and the foundations are paid by the landlord, all other repairs of the building by the tenant.',
  'Subletting needs the consent of the landlord in writing, which the landlord may refuse only for reasons that concern the building itself.',
  'Disputes under this lease are decided by the courts of Rotterdam, after the parties have tried for thirty days to settle them themselves.',
]

let root: string
let folder: string
let engine: Engine

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'footnote-versions-'))
  folder = join(root, 'folder')
  await mkdir(folder)
  engine = await composeEngine({ dataDir: join(root, 'library'), resourcesDir, logger: silent })
})
afterAll(async () => {
  await engine.close()
  await rm(root, { recursive: true, force: true })
})

async function saveDocx(name: string, notice: string, modified: string): Promise<void> {
  const children = [new Paragraph({ text: TITLE, heading: HeadingLevel.HEADING_1 }), ...paragraphs(notice).map((text) => new Paragraph({ text }))]
  await save(name, await Packer.toBuffer(new Document({ sections: [{ children }] })), modified)
}

async function savePdf(name: string, notice: string, modified: string): Promise<void> {
  await save(name, await makePdf((pdf) => {
    pdf.fontSize(18).text(TITLE).fontSize(11)
    for (const paragraph of paragraphs(notice)) pdf.moveDown().text(paragraph)
  }), modified)
}

async function save(name: string, bytes: Uint8Array, modified: string): Promise<void> {
  await writeFile(join(folder, name), bytes)
  await utimes(join(folder, name), new Date(modified), new Date(modified))
}

const ask = (): Promise<Answer> => askToEnd(engine, { question: QUESTION })

const cited = (answer: Answer) => [...new Set(answer.citations.map(({ path }) => basename(path)))]
const conflicts = (answer: Answer) => answer.warnings.filter(({ code }) => code === 'CONFLICTING_SOURCES').map(({ message }) => message)

it('links the PDF of a Word file with it, and counts the two as one source, the newer of them', async () => {
  await saveDocx('Lease.docx', 'three months', '2025-02-01')
  await savePdf('Lease signed.pdf', 'three months', '2025-03-01')
  await engine.library.add([folder])
  const documents = engine.library.documents()
  for (const { documentId, path } of documents) {
    const { nearDuplicates = [] } = engine.library.document(documentId)
    expect(nearDuplicates).toMatchObject([{ documentId: documents.find((other) => other.path !== path)?.documentId }])
    expect(nearDuplicates[0]?.similarity).toBeGreaterThan(0.9)
  }
  const answer = await ask()
  expect(answer.text).toContain('three months')
  expect([cited(answer), conflicts(answer)]).toEqual([['Lease signed.pdf'], []])
})

it('prefers the Word file again once it is the newer one', async () => {
  await saveDocx('Lease.docx', 'three months', '2025-04-01')
  await engine.library.sync()
  expect(cited(await ask())).toEqual(['Lease.docx'])
})

it('says that versions disagree when one figure of the cited point differs, and quotes the newest first', async () => {
  await saveDocx('Lease amended.docx', 'six months', '2025-06-01')
  await engine.library.sync()
  const amended = engine.library.documents().find(({ path }) => basename(path) === 'Lease amended.docx')
  if (amended === undefined) throw new Error('the amended lease is not there')
  expect(engine.library.document(amended.documentId).nearDuplicates?.map(({ path }) => basename(path)).sort()).toEqual(['Lease signed.pdf', 'Lease.docx'])
  const answer = await ask()
  expect(conflicts(answer)).toEqual([expect.stringMatching(/Lease amended\.docx/)])
  expect(cited(answer)[0]).toBe('Lease amended.docx')
  expect(answer.citations[0]?.quote).toContain('six months')
  // A copy of the older text is not a second witness for it.
  expect(cited(answer)).not.toEqual(expect.arrayContaining(['Lease signed.pdf', 'Lease.docx']))
})

import { unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import { loadPdfjs } from '../../src-main/adapters/pdfjs/loadPdfjs.ts'
import { createAnswerExporter } from '../../src-main/hosts/createAnswerExporter.ts'
import type { AnswerId, ThreadId } from '../../src-shared/domain/ids.ts'
import { exportedAnswer } from '../fixtures/exportedAnswer.ts'

const { answer: exportAnswer, thread: exportThread } = createAnswerExporter(async (answer) => new Map(Object.entries({ 'README.txt': 'read me', 'answer.json': JSON.stringify(answer) }).map(([name, content]) => [name, new TextEncoder().encode(content)])))

/** With pdf.js' own fonts, from its folder: without them it would look for them and complain. */
async function openPdf(data: Uint8Array) {
  const { pdfjs, localOptions } = await loadPdfjs()
  return pdfjs.getDocument({ data, ...localOptions })
}

test("the Word file holds Word's own footnotes with the quotes, and a mark for each", async () => {
  const { bytes, fileName } = await exportAnswer({ ...exportedAnswer, question: 'Control \u0007 character' }, 'docx')
  expect(fileName).toBe('answer-a1.docx')
  const parts = unzipSync(bytes)
  const read = (name: string) => new TextDecoder().decode(parts[name])
  expect([...read('word/document.xml').matchAll(/<w:footnoteReference w:id="(\d+)"/g)].map(([, id]) => id)).toEqual(['1', '2', '1'])
  expect(read('word/footnotes.xml')).toContain('The notice period is three months [12].')
  expect(read('word/footnotes.xml')).toContain('&lt;script&gt;')
  expect(read('word/document.xml')).not.toContain('\u0007')
})

test('the PDF has selectable text, beyond Western letters too', async () => {
  const { bytes, mediaType } = await exportAnswer(exportedAnswer, 'pdf')
  expect(mediaType).toBe('application/pdf')
  const loading = await openPdf(bytes)
  const document = await loading.promise
  const content = await (await document.getPage(1)).getTextContent()
  const text = content.items.map((item) => ('str' in item ? item.str : '')).join(' ').replaceAll(/\s+/g, ' ')
  for (const words of ['Müller <b> & Söhne', 'three months [12].', 'Це кирилиця.', 'contract.pdf, page 3', 'not supported by a source']) expect(text).toContain(words)
  await loading.destroy()
})

test('JSON is the answer itself', async () => {
  const { bytes } = await exportAnswer(exportedAnswer, 'json')
  expect(JSON.parse(new TextDecoder().decode(bytes))).toEqual(exportedAnswer)
})

test('an evidence pack is a ZIP of one answer; that of a thread has one in a folder for each answer, in their order', async () => {
  const { bytes, fileName, mediaType } = await exportAnswer(exportedAnswer, 'pack')
  expect([fileName, mediaType]).toEqual(['evidence-a1.zip', 'application/zip'])
  expect(new TextDecoder().decode(unzipSync(bytes)['README.txt'])).toBe('read me')
  const thread = await exportThread(THREAD, [exportedAnswer, { ...exportedAnswer, answerId: 'a2' as AnswerId, question: 'And in the annex?' }], 'pack')
  expect(thread.fileName).toBe('evidence-t1.zip')
  const members = unzipSync(thread.bytes)
  expect(Object.keys(members).sort()).toEqual(['README.txt', 'answers/1-a1/README.txt', 'answers/1-a1/answer.json', 'answers/2-a2/README.txt', 'answers/2-a2/answer.json', 'thread.html', 'thread.md', 'verify.mjs'])
  expect(new TextDecoder().decode(members['thread.md'])).toContain('And in the annex?')
})

const THREAD = { threadId: 't1' as ThreadId, title: 'Notice periods' }

test.each(['md', 'html'] as const)('a thread as %s has every question, and no two notes of one number', async (format) => {
  const text = new TextDecoder().decode((await exportThread(THREAD, [exportedAnswer, { ...exportedAnswer, question: 'And in the annex?' }], format)).bytes)
  expect(text).toContain('Notice periods')
  expect(text).toContain('And in the annex?')
  const notes = [...text.matchAll(format === 'md' ? /^\[\^(\d+)\]: /gm : /<li id="note-(\d+)"/g)].map(([, n]) => n)
  expect(notes).toEqual(['1', '2', '3', '4'])
})

test('a thread as Word gives each answer its own footnotes, and as PDF its own heading', async () => {
  const answers = [exportedAnswer, { ...exportedAnswer, question: 'And in the annex?' }]
  const parts = unzipSync((await exportThread(THREAD, answers, 'docx')).bytes)
  expect([...new TextDecoder().decode(parts['word/document.xml']).matchAll(/<w:footnoteReference w:id="(\d+)"/g)].map(([, id]) => id)).toEqual(['1', '2', '1', '3', '4', '3'])
  const loading = await openPdf((await exportThread(THREAD, answers, 'pdf')).bytes)
  const page = await (await loading.promise).getPage(1)
  expect((await page.getTextContent()).items.map((item) => ('str' in item ? item.str : '')).join(' ')).toContain('And in the annex?')
  await loading.destroy()
})

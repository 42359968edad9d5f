import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { listLanguages } from '../../../src-main/adapters/tesseract/listLanguages.ts'
import { ocrLanguageName } from '../../../src-renderer/text/languageNames.ts'

it('lists the languages of packages and of what a person dropped, and nothing that reads no text', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'footnote-ocr-'))
  try {
    for (const name of ['deu.traineddata', 'chi_sim.traineddata.gz', 'osd.traineddata', 'notes.txt', 'a-b.traineddata']) await writeFile(join(folder, name), '')
    await mkdir(join(folder, 'empty'))
    expect(listLanguages([folder, join(folder, 'nowhere')])).toEqual(['chi_sim', 'deu', 'eng'])
    expect(listLanguages([])).toEqual(['eng'])
  } finally {
    await rm(folder, { recursive: true })
  }
})

it.each([
  ['eng', 'English'], ['deu', 'German'], ['chi_sim', 'Simplified Chinese'], ['chi_tra_vert', 'Traditional Chinese (vertical)'], ['srp_latn', 'Serbian (Latin)'], ['ita_old', 'Italian (old)'], ['xyz_q', 'xyz_q'],
])('calls %s %s', (code, name) => {
  expect(ocrLanguageName(code)).toBe(name)
})

import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { resourcesDir } from '../../src-main/hosts/resourcesDir.ts'
import { makePdf } from '../integration/reading/makePdf.ts'
import { makePicture } from '../integration/reading/makePicture.ts'
import { makeDocx } from '../integration/reading/makeFiles.ts'

const KINDS = ['text', 'pdf', 'docx', 'mail', 'text', 'sheet', 'pdf', 'text', 'scan', 'mail'] as const
const FOLDERS = ['', 'deep', 'deep/deeper']
const EXTENSION = { text: 'txt', pdf: 'pdf', docx: 'docx', mail: 'eml', sheet: 'csv', scan: 'pdf' } as const

/** Where the file of that number stands; every tenth is a scan, to be read by OCR. */
export function placeOf(folder: string, index: number): string {
  return path.join(folder, FOLDERS[index % FOLDERS.length] ?? '', `${index}.${EXTENSION[kindOf(index)]}`)
}

/** Content of the kind that the number stands for, other each time. */
export async function contentOf(index: number, random: () => number): Promise<Uint8Array> {
  const sentences = (count: number) => Array.from({ length: count }, () => `Shipment ${Math.floor(random() * 1e6)} left the harbour of Rotterdam with ${Math.floor(random() * 900)} crates of tea.`)
  const bytes = (text: string) => new TextEncoder().encode(text)
  // Some texts are copies of one another.
  if (random() < 0.15 && kindOf(index) === 'text') return bytes('The same words in several files.')
  switch (kindOf(index)) {
    case 'text': return bytes(sentences(5 + Math.floor(random() * 60)).join('\n'))
    case 'pdf': return await makePdf((pdf) => { for (let page = 0; page < 1 + random() * 4; page++) pdf.addPage().text(sentences(12).join(' ')) })
    case 'docx': return makeDocx(`<w:document><w:body>${sentences(20).map((text) => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`).join('')}</w:body></w:document>`)
    case 'sheet': return bytes(['Harbour,Crates', ...sentences(20).map((text) => `${text.slice(0, 16)},${Math.floor(random() * 1e4)}`)].join('\n'))
    case 'scan': return await makePdf((pdf) => { pdf.image(picture, 0, 0, { width: 500 }) }, { size: [500, 300], margin: 0, info: { Title: `Scan ${Math.floor(random() * 1e6)}` } })
    case 'mail': {
      const workbook = await readFile(path.join(resourcesDir(), 'sample', 'Compliance Certificate Q4 2023.xlsx'))
      return bytes([
        'From: Ada <ada@example.org>', 'To: Bob <bob@example.org>', `Subject: Crates ${Math.floor(random() * 1e6)}`, 'MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=edge', '',
        '--edge', 'Content-Type: text/plain; charset=utf-8', '', ...sentences(6), '--edge', 'Content-Type: text/plain; name=note.txt', 'Content-Disposition: attachment; filename=note.txt', '', ...sentences(4),
        ...(random() < 0.3 ? ['--edge', 'Content-Type: application/octet-stream; name=certificate.xlsx', 'Content-Transfer-Encoding: base64', 'Content-Disposition: attachment; filename=certificate.xlsx', '', workbook.toString('base64').replaceAll(/.{76}/g, '$&\r\n')] : []),
        '--edge--', '',
      ].join('\r\n'))
    }
  }
}

export async function makeMixedFolder(folder: string, files: number, random: () => number): Promise<void> {
  for (const name of FOLDERS) await mkdir(path.join(folder, name), { recursive: true })
  for (let index = 0; index < files; index++) await writeFile(placeOf(folder, index), await contentOf(index, random))
}

function kindOf(index: number): (typeof KINDS)[number] {
  return KINDS[index % KINDS.length] ?? 'text'
}

const picture = Buffer.from(await makePicture())

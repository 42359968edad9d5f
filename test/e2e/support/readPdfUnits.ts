import { loadPdfjs } from '../../../src-main/adapters/pdfjs/loadPdfjs.ts'
import type { ParsedUnit, Segment, WordPlace } from '../../../src-shared/domain/unit.ts'

interface Item { readonly str: string; readonly transform: readonly number[]; readonly width: number; readonly height: number; readonly hasEOL: boolean }

/** Lines and words with boxes of a simple PDF; only for the fake library, where the product's own reader is not at hand. */
export async function readPdfUnits(bytes: Uint8Array): Promise<ParsedUnit[]> {
  const { pdfjs, localOptions } = await loadPdfjs()
  const task = pdfjs.getDocument({ data: bytes.slice(), ...localOptions })
  const pdf = await task.promise
  const units: ParsedUnit[] = []
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const page = await pdf.getPage(number)
    const { width, height } = page.getViewport({ scale: 1 })
    const items = (await page.getTextContent()).items.filter((item): item is typeof item & Item => 'str' in item && item.str.trim() !== '')
    let text = ''
    const segments: Segment[] = []
    const lines = Map.groupBy(items, (item) => Math.round(item.transform[5] ?? 0))
    for (const line of lines.values()) {
      if (text !== '') text += '\n'
      const charStart = text.length
      const words: WordPlace[] = []
      for (const item of line) {
        const left = item.transform[4] ?? 0
        const top = height - (item.transform[5] ?? 0) - item.height * 0.8
        for (const match of item.str.matchAll(/\S+/g)) {
          const from = left + (match.index / item.str.length) * item.width
          words.push([text.length + match.index, text.length + match.index + match[0].length, from, top, from + (match[0].length / item.str.length) * item.width, top + item.height])
        }
        text += item.str
      }
      const box = [Math.min(...words.map((word) => word[2])), Math.min(...words.map((word) => word[3])), Math.max(...words.map((word) => word[4])), Math.max(...words.map((word) => word[5]))] as const
      segments.push({ charStart, charEnd: text.length, role: 'paragraph', block: segments.length, place: { kind: 'page', box, words } })
    }
    units.push({ unit: number, kind: 'page', label: `page ${number}`, source: 'text', text, segments, width, height })
  }
  await task.destroy()
  return units
}

import { strFromU8, unzipSync } from 'fflate'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { dataFolder } from './dataFolder.ts'
import type { MeasureRow } from './MeasureRow.ts'
import { documentText, readPlain } from './readPlain.ts'
import { mean, wordsOf } from './textScores.ts'

/** Best recall of other tools by family (markitdown, Kreuzberg, officeparser, mammoth). */
const FAMILIES: readonly (readonly [folder: string, extension: string, best: number | null])[] = [
  ['docx', 'docx', 0.996], ['pptx', 'pptx', 1], ['odf', 'odt', 1], ['odf', 'odp', null], ['html', 'html', 0.982], ['epub', 'epub', 1], ['md', 'md', null], ['doc', 'doc', null], ['ppt', 'ppt', null],
]

/** Recall of distinct words of reviewed reference texts, a mean over files; and recall of the parts of Word files that readers lose. */
export async function measure(): Promise<MeasureRow[]> {
  const rows: MeasureRow[] = []
  const root = dataFolder('docling_office')
  for (const [folder, extension, best] of FAMILIES) {
    const sources = join(root, folder, 'sources')
    const recalls: number[] = []
    for (const name of readdirSync(sources).filter((file) => file.endsWith(`.${extension}`))) {
      const referencePath = [join(root, folder, 'groundtruth', `${name}.md`), join(root, folder, 'groundtruth', name)].find(existsSync)
      if (referencePath === undefined) continue
      const reference = wordsOf(plainText(readFileSync(referencePath, 'utf8')))
      if (reference.length === 0) continue
      const found = wordsOf(documentText(await readPlain(join(sources, name))))
      const lost = missing(found, reference)
      const recall = 1 - lost.length / new Set(reference).size
      recalls.push(recall)
      if (recall < 1 && process.env['VERBOSE'] !== undefined) console.error(name, recall.toFixed(3), lost.slice(0, 20).join(' '))
    }
    rows.push({ measure: `${extension}: recall of distinct words`, value: mean(recalls), best, n: recalls.length })
  }
  rows.push(...await measureParts(root))
  return rows
}

/** Notes, comments, headers and text boxes as their XML holds them, read here by plain string search. */
async function measureParts(root: string): Promise<MeasureRow[]> {
  const sources = join(root, 'docx', 'sources')
  const parts = new Map<string, number[]>([['notes', []], ['text boxes', []], ['headers and footers', []], ['comments', []]])
  for (const name of readdirSync(sources).filter((file) => file.endsWith('.docx'))) {
    const found = documentText(await readPlain(join(sources, name))).replace(/\s+/g, ' ')
    const members = unzipSync(new Uint8Array(readFileSync(join(sources, name))))
    for (const [path, bytes] of Object.entries(members)) {
      const kind = /word\/(foot|end)notes\.xml$/.test(path) ? 'notes' : /word\/comments\.xml$/.test(path) ? 'comments' : /word\/(header|footer)\d*\.xml$/.test(path) ? 'headers and footers' : undefined
      const xml = strFromU8(bytes)
      if (kind !== undefined) parts.get(kind)?.push(...paragraphsIn(xml).map((text) => Number(found.includes(text))))
      if (path === 'word/document.xml') for (const box of xml.match(/<wps:txbx>[^]*?<\/wps:txbx>/g) ?? []) parts.get('text boxes')?.push(...paragraphsIn(box).map((text) => Number(found.includes(text))))
    }
  }
  const best: Readonly<Record<string, number>> = { notes: 1, 'text boxes': 1, 'headers and footers': 0.13, comments: 0 }
  // No public file has notes; `ownFiles.ts` measures them.
  return [...parts].filter(([, hits]) => hits.length > 0).map(([kind, hits]) => ({ measure: `docx: ${kind}, share of paragraphs found`, value: mean(hits), best: best[kind] ?? null, n: hits.length }))
}

function paragraphsIn(xml: string): string[] {
  return (xml.match(/<w:p[ >][^]*?<\/w:p>/g) ?? []).map((paragraph) => (paragraph.match(/<w:t(?: [^>]*)?>[^<]*<\/w:t>|<w:(tab|br)\/>/g) ?? []).map((run) => (/^<w:(tab|br)/.test(run) ? ' ' : run.replace(/<[^>]*>/g, ''))).join('')
    .replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&amp;/g, '&').replace(/\s+/g, ' ').trim()).filter((text) => text !== '')
}

/**
 * Reference Markdown without its marks (comments, link targets, escapes, checked boxes), without formulas (LaTeX there, Unicode here), and without what the tool
 * that wrote it adds by itself: the class of a picture as a line of its own, labels around the author and the time of a comment.
 */
function plainText(markdown: string): string {
  return markdown.replace(/<!--[^]*?-->/g, ' ').replace(/\$\$?[^$]*\$\$?/g, ' ').replace(/^(?:Bar|Line|Pie|Scatter|Other) chart$/gm, ' ').replace(/\[author: ([^(\]]*)[^\]]*\]:/g, '$1:')
    .replace(/^(\s*[-*]\s+)?\[[x ]\]\s/gm, ' ').replace(/ - \[[x ]\] /g, ' ').replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&')
    .replace(/(?<!\\)(?:[*~`]{1,3}|(?<![\p{L}\p{N}\\])_{1,3}|_{1,3}(?![\p{L}\p{N}]))/gu, '').replace(/\\([_*#`\\])/g, '$1').replace(/<\/?(b|i|u|sub|sup|br)\/?>/g, ' ')
}

/**
 * Distinct words of the reference that are nowhere in the text: distinct, because references repeat a merged cell's text in each of its cells, which the contract
 * forbids here. The tool that wrote them parts a word where its formatting changes (`H 2 O`, `X 2`); such pieces are found when they stand in the text as one word.
 */
function missing(found: readonly string[], reference: readonly string[]): string[] {
  const words = new Set(found)
  const isThere = new Set(reference.filter((word) => words.has(word)))
  for (let start = 0; start < reference.length; start += 1) {
    for (const length of [2, 3]) {
      const pieces = reference.slice(start, start + length)
      if (pieces.length === length && words.has(pieces.join(''))) for (const piece of pieces) isThere.add(piece)
    }
  }
  return [...new Set(reference)].filter((word) => !isThere.has(word))
}

import { groupWords } from '../../core/reading/groupWords.ts'
import type { PageContent } from '../../core/reading/PageContent.ts'
import { interpretOperators, type FontFacts } from './interpretOperators.ts'
import { toMatrix, IDENTITY } from './Matrix.ts'
import { whileReading, type PdfDocument } from './openPdf.ts'
import { readFont } from './readFont.ts'

/** Words, rules and pictures of one page (1-based) as displayed. Frees what the page held in pdf.js. */
export async function readPage(document: PdfDocument, number: number, ops: Readonly<Record<string, number>>): Promise<PageContent> {
  const page = await document.getPage(number)
  try {
    const viewport = page.getViewport({ scale: 1 })
    const { width, height } = viewport
    // Annotations are read by themselves, as what they are.
    const operators = await whileReading(document, () => page.getOperatorList({ annotationMode: 0 }))
    const fonts = new Map<string, FontFacts>()
    const drawing = interpretOperators({
      fnArray: operators.fnArray, argsArray: operators.argsArray, base: toMatrix(viewport.transform) ?? IDENTITY, width, height, ops,
      font: (name) => {
        const known = fonts.get(name)
        if (known !== undefined) return known
        if (!page.commonObjs.has(name)) return undefined
        const facts = readFont(page.commonObjs.get(name) as Parameters<typeof readFont>[0])
        fonts.set(name, facts)
        return facts
      },
    })
    return { width, height, words: groupWords(drawing.glyphs, { width, height }), rules: drawing.rules, pictures: drawing.pictures, shapes: drawing.shapes }
  } finally {
    page.cleanup()
  }
}

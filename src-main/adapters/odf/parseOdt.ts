import type { Block } from '../../core/reading/block.ts'
import { composeSections } from '../../core/reading/composeSections.ts'
import type { FormatInput, ParsedContent } from '../parsing/ParseFileRequest.ts'
import { children, descendants } from '../xml/readXml.ts'
import { OdfText } from './OdfText.ts'
import { openDocument, type OpenDocument } from './openDocument.ts'

/** OpenDocument text: headings, lists, tables, notes, comments, boxes, headers and footers; deleted text is left out. */
export async function parseOdt({ bytes }: Pick<FormatInput, 'bytes'>): Promise<ParsedContent> {
  const document = await openDocument(bytes)
  const blocks = [...margins(document, 'header'), ...new OdfText(document.styles).read(document.body).blocks, ...margins(document, 'footer')]
  return { units: composeSections(blocks), warnings: [], metadata: document.metadata }
}

function margins({ stylesRoot, styles }: OpenDocument, kind: 'header' | 'footer'): Block[] {
  if (stylesRoot === undefined) return []
  const seen = new Set<string>()
  return descendants(stylesRoot, 'master-page').flatMap((page) => children(page)).filter((part) => part.name.startsWith(kind))
    .flatMap((part) => new OdfText(styles, kind === 'header' ? 'pageHeader' : 'pageFooter').read(part).blocks)
    .filter((block) => {
      const key = JSON.stringify(block)
      return !seen.has(key) && seen.add(key)
    })
}

import { AppError } from '../../../src-shared/errors/AppError.ts'
import type { Block } from '../../core/reading/block.ts'
import { composeSlide, type SlideShape } from '../../core/reading/composeSlide.ts'
import type { FormatInput, ParsedContent } from '../parsing/ParseFileRequest.ts'
import { children, type XmlElement } from '../xml/readXml.ts'
import { OdfText } from './OdfText.ts'
import { openDocument, type OdfStyles } from './openDocument.ts'

/** OpenDocument presentations: one unit a page, with its notes. */
export async function parseOdp(input: FormatInput): Promise<ParsedContent> {
  const { body, styles, metadata } = await openDocument(input.bytes)
  const pages = children(body, 'page')
  if (pages.length > input.maxPages) throw new AppError('LIMIT_EXCEEDED', `This presentation has ${pages.length} slides; the limit is ${input.maxPages}.`)
  const units = pages.map((page, index) => composeSlide({ number: index + 1, isHidden: false, shapes: pageShapes(page, styles) }))
  if (units.length === 0) units.push({ unit: 1, kind: 'slide', label: 'slide 1', source: 'empty', text: '', segments: [], note: 'This presentation has no slides.' })
  return { units, warnings: [], metadata }
}

function pageShapes(page: XmlElement, styles: OdfStyles): SlideShape[] {
  const shapes: (SlideShape & { readonly isTitle: boolean })[] = []
  for (const element of children(page)) {
    const kind = element.attributes.class
    if (element.name === 'notes') {
      const frames = children(element).filter((frame) => frame.attributes.class === 'notes')
      const blocks = frames.flatMap((frame) => new OdfText(styles, 'note').read({ ...element, children: [frame] }).blocks)
      shapes.push({ isTitle: false, name: 'notes', blocks })
      continue
    }
    const isTitle = kind === 'title'
    const blocks = new OdfText(styles).read({ ...page, children: [element] }).blocks
    const name = element.attributes.name
    const shown = isTitle ? titleBlocks(blocks) : blocks
    if (shown.length > 0) shapes.push({ isTitle, ...(name === undefined ? {} : { name }), blocks: shown })
  }
  return [...shapes.filter((shape) => shape.isTitle), ...shapes.filter((shape) => !shape.isTitle)]
}

function titleBlocks(blocks: readonly Block[]): Block[] {
  const text = blocks.flatMap((block) => (block.kind === 'text' ? [block.text] : [])).join(' ')
  return text.trim() === '' ? [] : [{ kind: 'text', role: 'heading', level: 1, text }]
}

import type { Block } from '../../core/reading/block.ts'
import type { SlideShape } from '../../core/reading/composeSlide.ts'
import { countHeaderRows } from '../../core/reading/findTables.ts'
import { child, children, descendants, textContent, type XmlElement } from '../xml/readXml.ts'

/** Placeholders that every slide repeats; numbers of slides are no text. */
const MARGINS = new Set(['ftr', 'hdr', 'dt'])

/**
 * Shapes of a slide in the order of the drawing, titles first, groups opened: text, tables, alternative texts, and by
 * relationship id what charts, diagrams and pictures say.
 */
export function slideShapes(slide: XmlElement, drawings: ReadonlyMap<string, readonly Block[]>): SlideShape[] {
  const shapes: (SlideShape & { readonly isTitle: boolean })[] = []
  const visit = (container: XmlElement): void => {
    for (const element of children(container)) {
      switch (element.name) {
        case 'sp': case 'cxnSp': shapes.push(textShape(element)); break
        case 'grpSp': case 'lockedCanvas': visit(element); break
        case 'graphicFrame': case 'pic': shapes.push(framedShape(element, drawings)); break
        case 'AlternateContent': visit(child(element, 'Choice') ?? child(element, 'Fallback') ?? element); break
        case 'contentPart': default: break
      }
    }
  }
  const tree = child(child(slide, 'cSld'), 'spTree')
  if (tree !== undefined) visit(tree)
  const filled = shapes.filter((shape) => shape.blocks.length > 0)
  return [...filled.filter((shape) => shape.isTitle), ...filled.filter((shape) => !shape.isTitle)]
    .map(({ name, blocks }) => (name === undefined ? { blocks } : { name, blocks }))
}

/** Paragraphs of a text body; each is one string with line breaks, with the number that PowerPoint draws before it. */
export function bodyParagraphs(body: XmlElement | undefined): string[] {
  const counters: number[] = []
  return children(body, 'p').flatMap((paragraph) => {
    const text = paragraphText(paragraph)
    if (text.trim() === '') return []
    const properties = child(paragraph, 'pPr')
    const level = Math.min(8, Math.max(0, Number(properties?.attributes.lvl ?? 0) || 0))
    const numbering = child(properties, 'buAutoNum')
    // A deeper list begins anew under each item; a paragraph without a number ends its list.
    counters.length = numbering === undefined ? level : level + 1
    if (numbering === undefined) return [text]
    const number = counters[level] = (counters[level] ?? Number(numbering.attributes.startAt ?? 1) - 1) + 1
    return [`${number}. ${text}`]
  })
}

function textShape(element: XmlElement): SlideShape & { isTitle: boolean } {
  const properties = children(element).find((node) => /^nv\w*SpPr$/.test(node.name))
  const placeholder = child(child(properties, 'nvPr'), 'ph')?.attributes.type
  const isTitle = placeholder === 'title' || placeholder === 'ctrTitle'
  const paragraphs = placeholder === 'sldNum' ? [] : bodyParagraphs(child(element, 'txBody'))
  const blocks: Block[] = isTitle && paragraphs.length > 0
    ? [{ kind: 'text', role: 'heading', level: 1, text: paragraphs.join(' ') }]
    : paragraphs.map((text) => ({ kind: 'text', role: MARGINS.has(placeholder ?? '') ? 'pageFooter' : paragraphs.length > 1 ? 'list' : 'paragraph', text }))
  return { isTitle, ...nameOf(properties), blocks: [...blocks, ...altText(properties)] }
}

function framedShape(element: XmlElement, drawings: ReadonlyMap<string, readonly Block[]>): SlideShape & { isTitle: boolean } {
  const properties = children(element).find((node) => /^nv\w*Pr$/.test(node.name))
  const blocks: Block[] = [...altText(properties)]
  for (const table of descendants(element, 'tbl')) blocks.push(...tableBlock(table))
  for (const [name, attribute] of [['chart', 'id'], ['relIds', 'dm'], ['blip', 'embed']] as const) {
    for (const reference of descendants(element, name)) blocks.push(...drawings.get(reference.attributes[`r:${attribute}`] ?? reference.attributes[attribute] ?? '') ?? [])
  }
  return { isTitle: false, ...nameOf(properties), blocks }
}

function tableBlock(table: XmlElement): Block[] {
  const rows = children(table, 'tr').map((row) => children(row, 'tc').map((cell) => {
    const { hMerge, vMerge } = cell.attributes
    return isOn(hMerge) || isOn(vMerge) ? '' : bodyParagraphs(child(cell, 'txBody')).join(' ').trim()
  })).filter((row) => row.some((cell) => cell !== ''))
  if (rows.length === 0) return []
  const hasHeader = isOn(child(table, 'tblPr')?.attributes.firstRow)
  return [{ kind: 'table', rows, headerRows: hasHeader && rows.length > 1 ? Math.max(1, countHeaderRows(rows.map((cells, index) => ({ row: index + 1, cells })))) : 0 }]
}

function paragraphText(paragraph: XmlElement): string {
  let text = ''
  for (const node of children(paragraph)) {
    if (node.name === 'r' || node.name === 'fld') text += textContent(child(node, 't'))
    else if (node.name === 'br') text += '\n'
    else if (node.name === 'AlternateContent') text += descendants(child(node, 'Choice') ?? node, 't').map(textContent).join('')
    else if (node.name === 'm') text += descendants(node, 't').map(textContent).join('')
  }
  return text
}

function altText(properties: XmlElement | undefined): Block[] {
  const text = child(properties, 'cNvPr')?.attributes.descr?.trim() ?? ''
  return text === '' ? [] : [{ kind: 'text', role: 'caption', text }]
}

function nameOf(properties: XmlElement | undefined): { name?: string } {
  const name = child(properties, 'cNvPr')?.attributes.name
  return name === undefined || name === '' ? {} : { name }
}

function isOn(value: string | undefined): boolean {
  return value === '1' || value === 'true' || value === 'on'
}

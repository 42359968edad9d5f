import type { SegmentRole } from '../../../src-shared/domain/unit.ts'
import type { Block } from '../../core/reading/block.ts'
import { htmlTable } from './htmlTable.ts'
import type { HtmlElement } from './htmlTree.ts'

/** Never text of the document: programs, styles, what is not shown, controls. */
const SKIPPED = new Set(['script', 'style', 'noscript', 'template', 'svg', 'math', 'canvas', 'iframe', 'object', 'embed', 'head', 'title', 'select', 'audio', 'video', 'map', 'datalist'])
const BLOCKS = new Set(('address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header '
  + 'hgroup hr html legend li main menu nav ol p pre section summary table tbody td tfoot th thead tr ul caption #root').split(' '))

interface State {
  readonly blocks: Block[]
  readonly parts: string[]
  role: Exclude<SegmentRole, 'table'>
  level: number
  /** List markers to come; one a list, outermost first. */
  readonly lists: { ordered: boolean; next: number }[]
  marker: string
  isPreformatted: boolean
  /** Inside navigation: read, and kept apart from the page's own text. */
  isMargin: boolean
}

/**
 * The visible text of an HTML tree as blocks in reading order: headings by level, lists with their markers, tables with merged
 * cells, quoted parts (`blockquote`) by role. Navigation has role `pageHeader`, so that it neither vanishes nor mixes with the text.
 */
export function htmlBlocks(root: HtmlElement): Block[] {
  const state: State = { blocks: [], parts: [], role: 'paragraph', level: 1, lists: [], marker: '', isPreformatted: false, isMargin: false }
  walk(root, state)
  flush(state)
  return state.blocks
}

/** Text of an element on its own, as one string. */
export function htmlText(element: HtmlElement): string {
  return htmlBlocks({ name: '#root', attributes: {}, children: [...element.children] })
    .map((block) => (block.kind === 'table' ? block.rows.map((row) => row.filter((cell) => cell !== '').join(' ')).join(' ') : block.text)).join(' ')
}

export function isHidden({ attributes }: HtmlElement): boolean {
  return 'hidden' in attributes || attributes['aria-hidden'] === 'true' && !('href' in attributes)
    || /display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all/i.test(attributes.style ?? '')
}

function walk(element: HtmlElement, state: State): void {
  for (const child of element.children) {
    if (typeof child === 'string') state.parts.push(state.isPreformatted ? child : child.replace(/[ \t\r\n\f]+/g, ' '))
    else if (!SKIPPED.has(child.name) && !isHidden(child)) enter(child, state)
  }
}

function enter(element: HtmlElement, state: State): void {
  const { name } = element
  if (name === 'br') return void state.parts.push('\n')
  if (name === 'img' || name === 'area') return void state.parts.push(altText(element))
  if (name === 'input') return void state.parts.push(['text', 'number', 'date', 'email'].includes(element.attributes.type ?? 'text') ? ` ${element.attributes.value ?? ''} ` : '')
  if (name === 'textarea' || name === 'wbr' || name === 'rt' || name === 'rp') { if (name === 'textarea') walk(element, state); return }
  if (!BLOCKS.has(name)) return walk(element, state)
  flush(state)
  const before = { role: state.role, level: state.level, isPreformatted: state.isPreformatted, isMargin: state.isMargin }
  if (name === 'nav' || element.attributes.role === 'navigation') state.isMargin = true
  if (/^h[1-6]$/.test(name)) Object.assign(state, { role: 'heading', level: Number(name[1]) })
  else if (name === 'pre') Object.assign(state, { role: 'code', isPreformatted: true })
  else if (name === 'blockquote') state.role = 'quoted'
  else if (name === 'figcaption' || name === 'caption') state.role = 'caption'
  else if (name === 'li' || name === 'dd' || name === 'dt') state.role = 'list'
  if (name === 'ul' || name === 'ol' || name === 'menu') {
    state.lists.push({ ordered: name === 'ol', next: Number.parseInt(element.attributes.start ?? '1', 10) || 1 })
    walk(element, state)
    flush(state)
    state.lists.pop()
  } else if (name === 'table') writeTable(element, state)
  else {
    if (name === 'li') state.marker = listMarker(state)
    walk(element, state)
    flush(state)
    if (name === 'li') state.marker = ''
  }
  Object.assign(state, before)
}

function listMarker(state: State): string {
  const list = state.lists.at(-1)
  return list?.ordered === true ? `${list.next++}. ` : '• '
}

function altText(element: HtmlElement): string {
  const alt = (element.attributes.alt ?? '').trim()
  return alt === '' ? '' : ` ${alt} `
}

/** A table whose cells hold whole page parts is layout: its cells are read one after the other. */
function writeTable(element: HtmlElement, state: State): void {
  const table = htmlTable(element, (cell) => htmlText(cell), (child) => SKIPPED.has(child.name) || isHidden(child))
  if (table === 'layout') {
    walk(element, state)
    flush(state)
    return
  }
  if (table.caption !== '') state.blocks.push({ kind: 'text', role: 'caption', text: table.caption })
  if (table.rows.length > 0) state.blocks.push({ kind: 'table', rows: table.rows, headerRows: table.headerRows })
}

function flush(state: State): void {
  const joined = state.parts.join('')
  state.parts.length = 0
  if (joined.trim() === '') return
  const text = state.isPreformatted ? joined : joined.split('\n').map((line) => line.trim()).filter((line) => line !== '').join('\n')
  const marker = state.marker
  state.marker = ''
  if (state.isMargin) return void state.blocks.push({ kind: 'text', role: 'pageHeader', text: marker + text })
  state.blocks.push({ kind: 'text', role: state.role, text: marker + text, ...(state.role === 'heading' ? { level: state.level } : {}) })
}

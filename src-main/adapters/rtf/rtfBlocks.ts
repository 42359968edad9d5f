import type { DocumentMetadata } from '../../../src-shared/domain/document.ts'
import type { Block, TextBlock } from '../../core/reading/block.ts'
import { countHeaderRows } from '../../core/reading/findTables.ts'
import { rtfTokens, type RtfToken } from './rtfTokens.ts'
import { RtfText } from './RtfText.ts'

type Role = TextBlock['role']

/** Where text goes: the document, what stands before an entry of a list, a note beside it, a field of the metadata, or nowhere. */
type Target = 'body' | 'bullet' | 'skip' | 'fonts' | 'styles' | 'title' | 'author' | Role

interface Group {
  target: Target
  isHidden: boolean
  font: number
  unicodeSkip: number
  /** The group began with `\*`: what this reader does not know in it is skipped. */
  isOptional: boolean
}

const SKIPPED = new Set(('colortbl pict objdata themedata colorschememapping datastore latentstyles listtable listoverridetable rsidtbl generator xmlnstbl fldinst '
  + 'filetbl revtbl operator keywords comment doccomm hlinkbase manager category company subject buptim printim revtim passwordhash nonshppict blipuid template '
  + 'falt panose pntxta pntxtb pnseclvl bkmkstart bkmkend sp sn sv atnid atntime atndate atnref atrfstart atrfend upr private mmathPr userprops wgrffmtfilter fontemb fontfile tc xe rxe').split(' '))
// Many more levels than any writer makes; deeper groups are read without their own formatting.
const MAX_GROUPS = 10_000

/** Blocks and metadata of an RTF file given as one character a byte: paragraphs, headings by style, tables, notes, headers, comments. */
export function rtfBlocks(rtf: string): { readonly blocks: Block[]; readonly metadata: DocumentMetadata } {
  const reader = new RtfReader()
  for (const token of rtfTokens(rtf)) reader.take(token)
  return reader.finish()
}

class RtfReader {
  readonly #text = new RtfText()
  readonly #blocks: Block[] = []
  readonly #headingStyles = new Map<number, number>()
  readonly #groups: Group[] = []
  #group: Group = { target: 'body', isHidden: false, font: 0, unicodeSkip: 1, isOptional: false }
  #depthBeyond = 0
  #paragraph = ''
  #bullet = ''
  #aside = ''
  #asides: Block[] = []
  readonly #margins = new Set<string>()
  #level: number | undefined
  #row: string[] = []
  #table: string[][] = []
  #isInTable = false
  #isList = false
  #definition = 0
  #definitionText = ''
  #title = ''
  #author = ''
  #created: string | undefined

  take(token: RtfToken): void {
    if (token.kind === 'open') return this.#open()
    if (token.kind === 'close') return this.#close()
    if (token.kind === 'symbol' && token.char === '*') { this.#group.isOptional = true; return }
    if (token.kind === 'word' && this.#control(token.name, token.param)) return
    this.#write(this.#text.take(token))
  }

  finish(): { blocks: Block[]; metadata: DocumentMetadata } {
    this.#write(this.#text.flush())
    this.#endParagraph()
    this.#endTable()
    return {
      blocks: this.#blocks,
      metadata: { ...(this.#title.trim() === '' ? {} : { title: this.#title.trim() }), ...(this.#author.trim() === '' ? {} : { author: this.#author.trim() }), ...(this.#created === undefined ? {} : { created: this.#created }) },
    }
  }

  #open(): void {
    this.#write(this.#text.flush())
    if (this.#groups.length >= MAX_GROUPS) { this.#depthBeyond++; return }
    this.#groups.push(this.#group)
    this.#group = { ...this.#group, isOptional: false }
  }

  #close(): void {
    this.#write(this.#text.take({ kind: 'close' }))
    if (this.#depthBeyond > 0) { this.#depthBeyond--; return }
    const closed = this.#group
    const outer = this.#groups.pop()
    if (outer === undefined) return
    this.#group = outer
    this.#text.font = outer.font
    this.#text.unicodeSkip = outer.unicodeSkip
    if (closed.target !== outer.target && closed.target !== 'body') this.#endAside(closed.target)
  }

  /** True when the word was a command and not a character. */
  #control(name: string, param: number | null): boolean {
    const group = this.#group
    const { isOptional } = group
    // It is said of the word that follows it alone.
    group.isOptional = false
    // What a note or a bullet sets for its own paragraphs is nothing to the paragraph that it hangs on.
    const isOwnParagraph = group.target === 'body' || group.target === 'styles'
    switch (name) {
      case 'ansicpg': this.#text.setAnsi(param ?? 1252); return true
      case 'uc': group.unicodeSkip = this.#text.unicodeSkip = Math.max(0, Math.min(10, param ?? 1)); return true
      case 'f':
        this.#write(this.#text.flush())
        group.font = this.#text.font = param ?? 0
        return true
      case 'fcharset': if (group.target === 'fonts') this.#text.setFont(group.font, param ?? 0); return true
      case 'v': group.isHidden = param !== 0; return true
      case 'deleted': group.isHidden = param !== 0; return true
      case 'plain': group.isHidden = false; return true
      case 'fonttbl': group.target = 'fonts'; return true
      case 'stylesheet': group.target = 'styles'; return true
      case 'info': group.target = 'skip'; return true
      case 'title': case 'author': group.target = name; return true
      case 'creatim': group.target = 'skip'; this.#created = ''; return true
      case 'yr': case 'mo': case 'dy': this.#date(name, param ?? 0); return true
      case 'footnote': group.target = 'note'; return true
      case 'annotation': group.target = 'comment'; return true
      case 'atnauthor': group.target = 'skip'; return true
      case 'header': case 'headerl': case 'headerr': case 'headerf': group.target = 'pageHeader'; return true
      case 'footer': case 'footerl': case 'footerr': case 'footerf': group.target = 'pageFooter'; return true
      case 'shptxt': group.target = 'caption'; return true
      case 'listtext': case 'pntext': if (group.target === 'body') group.target = 'bullet'; return true
      case 'shprslt': case 'shppict': group.target = 'skip'; return true
      case 'shpinst': case 'do': return true
      case 's': if (group.target === 'styles') this.#definition = param ?? 0; else if (isOwnParagraph) this.#level = this.#headingStyles.get(param ?? 0) ?? this.#level; return true
      case 'outlinelevel': if (group.target === 'body' && (param ?? 9) < 9) this.#level = (param ?? 0) + 1; return true
      case 'pard': if (isOwnParagraph) { this.#level = undefined; this.#isInTable = false; this.#isList = false } return true
      case 'intbl': if (isOwnParagraph) this.#isInTable = true; return true
      case 'par': case 'sect': case 'page': case 'softpage': return this.#paragraphMark()
      case 'cell': case 'nestcell': return this.#cellMark(name === 'cell')
      case 'row': return this.#rowMark()
      default:
        if (SKIPPED.has(name)) { group.target = 'skip'; return true }
        // An unknown word right after `\*` names a destination that may be ignored.
        if (isOptional && name !== 'u') group.target = 'skip'
        return name !== 'u' && !/^(tab|line|emdash|endash|[lr](dbl)?quote|bullet|e[mn]space|qmspace|zwn?j)$/.test(name)
    }
  }

  #date(part: string, value: number): void {
    if (this.#created === undefined || this.#created.length > 9) return
    this.#created += part === 'yr' ? String(value).padStart(4, '0') : `-${String(value).padStart(2, '0')}`
    if (this.#created.length === 10) this.#created = Number.isNaN(Date.parse(this.#created)) ? undefined : `${this.#created}T00:00:00.000Z`
  }

  #write(text: string): void {
    if (text === '' || this.#group.isHidden) return
    switch (this.#group.target) {
      case 'body': this.#paragraph += text; return
      case 'bullet': this.#bullet += text; return
      case 'skip': case 'fonts': return
      case 'styles': this.#style(text); return
      case 'title': this.#title += text; return
      case 'author': this.#author += text; return
      default: this.#aside += text
    }
  }

  /** `heading 1;` inside the style sheet; its number was the last `\s`. */
  #style(text: string): void {
    this.#definitionText += text
    if (!this.#definitionText.includes(';')) return
    const level = /^(?:heading|überschrift|titre) ([1-9])/i.exec(this.#definitionText.trim())?.[1]
    if (level !== undefined) this.#headingStyles.set(this.#definition, Number(level))
    else if (/^title;/i.test(this.#definitionText.trim())) this.#headingStyles.set(this.#definition, 0)
    this.#definitionText = ''
  }

  #paragraphMark(): boolean {
    this.#write(this.#text.flush())
    if (this.#group.target !== 'body') this.#write('\n')
    else if (this.#isInTable) this.#paragraph += '\n'
    else this.#endParagraph()
    return true
  }

  #cellMark(isOuter: boolean): boolean {
    this.#write(this.#text.flush())
    if (this.#group.target !== 'body') { this.#write('\t'); return true }
    if (!isOuter) { this.#paragraph += ' '; return true }
    this.#row.push(this.#paragraph.trim())
    this.#paragraph = ''
    return true
  }

  #rowMark(): boolean {
    if (this.#row.some((cell) => cell !== '')) this.#table.push(this.#row)
    this.#row = []
    this.#isInTable = false
    return true
  }

  #endParagraph(): void {
    const text = this.#paragraph
    this.#paragraph = ''
    if (this.#row.length > 0) this.#rowMark()
    if (text.trim() !== '') {
      if (this.#table.length > 0) this.#endTable()
      const isHeading = this.#level !== undefined && text.length <= 300
      this.#blocks.push({ kind: 'text', role: isHeading ? 'heading' : this.#isList ? 'list' : 'paragraph', text, ...(isHeading ? { level: this.#level ?? 1 } : {}) })
    }
    if (this.#table.length === 0) this.#blocks.push(...this.#asides.splice(0))
  }

  #endTable(): void {
    if (this.#table.length > 0) {
      this.#blocks.push({ kind: 'table', rows: this.#table, headerRows: countHeaderRows(this.#table.map((cells, index) => ({ row: index + 1, cells }))) })
      this.#table = []
    }
    this.#blocks.push(...this.#asides.splice(0))
  }

  /** Notes, comments and margins stand after the paragraph that they hang on. */
  #endAside(target: Target): void {
    if (target === 'bullet') return this.#endBullet()
    const text = this.#aside.trim()
    if (text === '' || target === 'skip' || target === 'fonts' || target === 'styles' || target === 'title' || target === 'author' || target === 'body') return
    this.#aside = ''
    if (target === 'pageHeader' || target === 'pageFooter') {
      // Left and right pages, and each section, have their own, mostly the same.
      if (this.#margins.has(text)) return
      this.#margins.add(text)
    }
    this.#asides.push({ kind: 'text', role: target, text })
  }

  /** Numbers are text; what a symbol font draws as a dot is any character. */
  #endBullet(): void {
    const bullet = this.#bullet.trim()
    this.#bullet = ''
    if (bullet === '') return
    this.#isList = true
    this.#paragraph += `${/[\p{L}\p{N}]/u.test(bullet) ? bullet : '•'} `
  }
}

import type { DocumentMetadata } from '../../../src-shared/domain/document.ts'
import type { FileFormat } from '../fileType/fileFormat.ts'
import type { ParsedContent } from '../parsing/ParseFileRequest.ts'
import { composeLines, type LineMarker } from './composeLines.ts'
import { markdownMarker } from './markdownMarker.ts'

const PLAIN: LineMarker = () => ({ role: 'paragraph' })
const CODE: LineMarker = () => ({ role: 'code' })
// Written without line ends by machines: one line of megabytes can be neither read nor cited.
const MAX_LINE_CHARS = 20_000

/** Markdown, plain text, source code, JSON, XML, YAML and logs: the file's own lines, marked. Pure. */
export function parseText(text: string, format: FileFormat): ParsedContent {
  const content = format === 'json' || format === 'xml' ? breakLongLines(text, format) : text
  const marker = format === 'markdown' ? markdownMarker() : format === 'text' ? PLAIN : CODE
  const units = composeLines(content, marker)
  const warnings = content === text ? [] : [{ code: 'LINES_BROKEN', message: 'It was written without line ends; lines are counted after breaking it at its elements.' }]
  return { units, warnings, metadata: format === 'markdown' ? markdownMetadata(content, units[0]?.segments.find((segment) => segment.role === 'heading')?.headings?.[0]) : {} }
}

function breakLongLines(text: string, format: 'json' | 'xml'): string {
  if (!text.split('\n').some((line) => line.length > MAX_LINE_CHARS)) return text
  if (format === 'xml') return text.replace(/></g, '>\n<')
  try {
    return JSON.stringify(JSON.parse(text), null, 1)
  } catch {
    return text.replace(/},\s*{/g, '},\n{')
  }
}

/** Title, author and date of a YAML front matter; the first heading stands in for a title. */
function markdownMetadata(text: string, firstHeading: string | undefined): DocumentMetadata {
  const matter = /^---\r?\n([^]*?)\r?\n(?:---|\.\.\.)\s*(?:\r?\n|$)/.exec(text)?.[1] ?? ''
  const field = (name: string): string | undefined => new RegExp(`^${name}:\\s*["']?(.+?)["']?\\s*$`, 'im').exec(matter)?.[1]
  const title = field('title') ?? firstHeading
  const author = field('author')
  const date = field('date')
  const created = date === undefined || Number.isNaN(Date.parse(date)) ? undefined : new Date(date).toISOString()
  return { ...(title === undefined ? {} : { title }), ...(author === undefined ? {} : { author }), ...(created === undefined ? {} : { created }) }
}

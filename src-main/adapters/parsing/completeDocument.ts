import type { DocumentMetadata, ParsedDocument, ParseWarning } from '../../../src-shared/domain/document.ts'
import type { ParsedUnit } from '../../../src-shared/domain/unit.ts'
import { normaliseLine } from '../../core/reading/normaliseText.ts'
import type { ParsedContent } from './ParseFileRequest.ts'

// Language identification is stable from a few hundred letters on; a sample spread over the document costs a millisecond.
const SAMPLE_CHARS = 4_000

/**
 * Adds what no format gives by itself: a title from the first heading, and the language. `leading` are the first units where they were
 * streamed and are not in the result.
 */
export async function completeDocument(content: ParsedContent, mediaType: string, notes: readonly ParseWarning[], leading: readonly ParsedUnit[] = []): Promise<ParsedDocument> {
  const known = content.units.length > 0 ? content.units : leading
  const title = normaliseLine(content.metadata.title ?? '') || firstHeading(known)
  const author = normaliseLine(content.metadata.author ?? '')
  const language = content.metadata.language ?? await detectLanguage(known)
  const { created } = content.metadata
  const metadata: DocumentMetadata = {
    ...(title === undefined ? {} : { title }), ...(author === '' ? {} : { author }),
    ...(created === undefined ? {} : { created }), ...(language === undefined ? {} : { language }),
  }
  return { ...content, mediaType, metadata, warnings: [...notes, ...content.warnings] }
}

function firstHeading(units: readonly ParsedUnit[]): string | undefined {
  for (const unit of units.slice(0, 3)) {
    const heading = unit.segments.find((segment) => segment.role === 'heading')
    if (heading !== undefined) return normaliseLine(unit.text.slice(heading.charStart, heading.charEnd)).slice(0, 200)
  }
  return undefined
}

async function detectLanguage(units: readonly ParsedUnit[]): Promise<string | undefined> {
  const withText = units.filter((unit) => unit.text.length > 0)
  const step = Math.max(1, Math.floor(withText.length / 8))
  let sample = ''
  for (let index = 0; index < withText.length && sample.length < SAMPLE_CHARS; index += step) sample += `${withText[index]?.text.slice(0, SAMPLE_CHARS / 4) ?? ''}\n`
  const { identifyLanguage } = await import('../language/identifyLanguage.ts')
  return identifyLanguage(sample)
}

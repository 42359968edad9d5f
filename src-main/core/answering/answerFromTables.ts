import type { DocumentId } from '../../../src-shared/domain/ids.ts'
import { narrowAnchor } from '../../../src-shared/domain/narrowAnchor.ts'
import { toAppError } from '../../../src-shared/errors/AppError.ts'
import type { LibraryReader } from '../ports/LibraryReader.ts'
import type { CitedCells, ComputedAnswer, TableQuestions, TableSource } from '../ports/TableQuestions.ts'
import type { Logger } from '../ports/SystemPorts.ts'
import { takeComputed, warn, type Course } from './Course.ts'
import type { AnswerPart, Quote } from './composeAnswer.ts'

/** Measured: the share of right ones among computed answers to questions that people wrote about tables that they had not prepared (`test/eval/tables.ts`). */
const COMPUTED_CONFIDENCE = 0.92
/** Documents whose tables are looked at: what the search found nearest. */
const MAX_SOURCES = 8
/** From here on the rows are only read for a question that asks for a computation; a question in passing must not wait for them. */
const LARGE_BYTES = 8_000_000

const SHEET_TYPE = /spreadsheet|ms-excel|csv|tab-separated/
const COMPUTES = /\b(?:how (?:many|much|often)|number of|count|total|sum|average|mean|median|combined|altogether|highest|lowest|most|least|fewest|largest|smallest|biggest|maximum|minimum|max|min|top|bottom|percent(?:age)?|share|proportion|difference|per|by|each|every|list|which|over|above|more than|less than|at least|at most|before|after|between)\b/i

/** Tries to answer by a computation over all rows of a sheet. True when the course now holds that answer; false leaves it as it was. */
export async function answerFromTables(deps: { readonly tables?: TableQuestions; readonly reader: LibraryReader; readonly logger: Logger }, course: Course, signal: AbortSignal): Promise<boolean> {
  const { retrieval } = course
  if (deps.tables === undefined || retrieval === undefined) return false
  const sources = await sourcesOf(retrieval.candidates.map(({ documentId }) => documentId as DocumentId), deps.reader, COMPUTES.test(retrieval.query))
  if (sources.length === 0) return false
  let computed: ComputedAnswer | null
  try {
    computed = await deps.tables.compute(retrieval.query, sources, { signal })
  } catch (thrown) {
    signal.throwIfAborted()
    const { message } = toAppError(thrown)
    deps.logger.log('warn', 'a computation over a sheet failed', { message })
    warn(course, 'COMPUTATION_FAILED', `${message} What is shown was found by searching.`)
    return false
  }
  const parts = computed === null ? null : partsOf(computed, deps.reader)
  if (computed === null || parts === null) return false
  takeComputed(course, { confidence: COMPUTED_CONFIDENCE, computation: computed.computation, parts })
  return true
}

async function sourcesOf(documentIds: readonly DocumentId[], reader: LibraryReader, computes: boolean): Promise<TableSource[]> {
  const sources: TableSource[] = []
  for (const documentId of new Set(documentIds)) {
    const document = reader.document(documentId)
    if (document === undefined || !SHEET_TYPE.test(document.mediaType) || (document.sizeBytes > LARGE_BYTES && !computes)) continue
    // A total over rows that the file no longer holds would be wrong without looking wrong.
    if (await reader.staleness(documentId) !== false) continue
    sources.push({ documentId, sha256: document.sha256, path: document.path, ...(document.title === undefined ? {} : { title: document.title }) })
    if (sources.length === MAX_SOURCES) break
  }
  return sources
}

/** The sentences with their quotes cut from the stored text; null when the document changed meanwhile. */
function partsOf({ computation, sentences }: ComputedAnswer, reader: LibraryReader): AnswerPart[] | null {
  const { documentId, path, sha256 } = computation
  if (reader.document(documentId)?.sha256 !== sha256) return null
  const quoteOf = ({ unit: number, charStart, charEnd, range }: CitedCells): Quote[] => {
    const unit = reader.unit(documentId, number)
    const anchor = unit === undefined ? undefined : narrowAnchor(unit, charStart, charEnd)
    if (unit === undefined || anchor?.kind !== 'cells') return []
    // The name of a column stands for all its cells: the range says which.
    return [{ documentId, path, sha256, anchor: { ...anchor, range }, quote: unit.text.slice(charStart, charEnd), stale: false }]
  }
  const parts = sentences.map(({ text, cells }, index): AnswerPart => ({ text, quotes: cells.flatMap(quoteOf), verdict: 'supported', score: 1, startsParagraph: index === 0 }))
  return parts.every(({ quotes }) => quotes.length > 0) ? parts : null
}

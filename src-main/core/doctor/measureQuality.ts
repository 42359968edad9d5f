import type { AnswerId, DocumentId } from '../../../src-shared/domain/ids.ts'
import type { QualityCheck, QualityExample, QualityReport } from '../../../src-shared/domain/quality.ts'
import type { ParsedUnit } from '../../../src-shared/domain/unit.ts'
import type { Staleness } from '../../../src-shared/domain/passage.ts'

/** What is looked at; gathered by `gatherQuality`, so that the rules stay pure. */
export interface QualityFacts {
  readonly staleChunks: number
  readonly chunks: number
  readonly documents: readonly { readonly documentId: DocumentId; readonly path: string; readonly title?: string; readonly created?: string; readonly staleness: Staleness | 'unknown' }[]
  /** Chunks drawn from the index, each with its unit. */
  readonly drawn: readonly { readonly documentId: DocumentId; readonly path: string; readonly unit: ParsedUnit; readonly charStart: number; readonly charEnd: number }[]
  /** Of the last thirty days. */
  readonly sentences: number
  readonly unsupported: number
  readonly unsupportedAnswers: readonly { readonly answerId: AnswerId; readonly question: string }[]
  /** ISO 8601 UTC; undefined: never. */
  readonly lastRun: string | undefined
  readonly nowMs: number
}

const EXAMPLES = 5
const DAY_MS = 86_400_000
/** A library that follows its folders has none; one in a hundred is a file that changed a moment ago. */
const MAX_STALE_SHARE = 0.01
/** Long sentences of contracts and tables of many rows have to be cut somewhere. */
const MAX_CUT_SHARE = 0.1
/** Text files and mails without a subject carry neither; more than this and names in questions find nothing. */
const MAX_BARE_SHARE = 0.3
const MAX_UNSUPPORTED_SHARE = 0.05
const MAX_RUN_AGE_DAYS = 30
/** Fewer characters than a short sentence tell too little to be found by meaning. */
const TINY_CHARS = 60

/** The five classic failures of question answering over documents, measured on this library. */
export function measureQuality(facts: QualityFacts): QualityReport {
  return { checks: [staleEmbeddings(facts), chunking(facts), metadata(facts), grounding(facts), evaluation(facts)] }
}

function staleEmbeddings({ staleChunks, chunks, documents }: QualityFacts): QualityCheck {
  const changed = documents.filter(({ staleness }) => staleness === 'changed' || staleness === 'missing')
  const value = Math.max(chunks === 0 ? 0 : staleChunks / chunks, documents.length === 0 ? 0 : changed.length / documents.length)
  return check('staleEmbeddings', value, MAX_STALE_SHARE, {
    message: `${staleChunks} of ${chunks} chunks belong to another embedder or other chunk sizes; ${changed.length} of ${documents.length} files looked at differ from what was read.`,
    action: 'Run `sync`.', examples: changed.map(({ documentId, path, staleness }) => ({ documentId, text: `${path} (${String(staleness)})` })),
  })
}

function chunking({ drawn }: QualityFacts): QualityCheck {
  const cut = drawn.flatMap((chunk) => {
    const why = whyCut(chunk)
    return why === undefined ? [] : [{ documentId: chunk.documentId, text: `${chunk.path}, ${chunk.unit.label}: ${why}: “…${chunk.unit.text.slice(Math.max(chunk.charStart, chunk.charEnd - 60), chunk.charEnd).trim()}”` }]
  })
  const tiny = drawn.filter(({ charStart, charEnd }) => charEnd - charStart < TINY_CHARS).length
  const mean = drawn.length === 0 ? 0 : Math.round(drawn.reduce((sum, { charStart, charEnd }) => sum + charEnd - charStart, 0) / drawn.length)
  return check('chunking', drawn.length === 0 ? 0 : cut.length / drawn.length, MAX_CUT_SHARE, {
    message: `${cut.length} of ${drawn.length} chunks looked at end inside a sentence or a table row; ${tiny} are very short; ${mean} characters in the mean.`,
    action: 'Try larger chunks: config save NAME --set chunking.targetTokens=400 --set chunking.maxTokens=480, then eval --config NAME, then config use NAME.', examples: cut,
  })
}

/** Ends inside a table row, or inside a paragraph without the end of a sentence. */
function whyCut({ unit, charEnd }: QualityFacts['drawn'][number]): string | undefined {
  const inside = unit.segments.find((segment) => segment.charStart < charEnd && charEnd < segment.charEnd)
  if (inside === undefined) {
    // Lines of one paragraph are segments of one block.
    const last = unit.segments.findLast((segment) => segment.charEnd <= charEnd && segment.charEnd > charEnd - 2)
    const next = last === undefined ? undefined : unit.segments[unit.segments.indexOf(last) + 1]
    if (last === undefined || next?.block !== last.block || last.role !== 'paragraph' || next.role !== 'paragraph') return undefined
  } else if (inside.role === 'table') return 'a table row is cut'
  return /[.!?…:;。！？][\s"'”’»)\]]*$/u.test(unit.text.slice(Math.max(0, charEnd - 8), charEnd)) ? undefined : 'a sentence is cut'
}

function metadata({ documents }: QualityFacts): QualityCheck {
  const bare = documents.filter(({ title, created }) => title === undefined && created === undefined)
  return check('metadata', documents.length === 0 ? 0 : bare.length / documents.length, MAX_BARE_SHARE, {
    message: `${bare.length} of ${documents.length} documents carry neither title nor date; only their names tell them apart.`,
    action: 'Give these files telling names, or fill in title and date in their properties, then `sync`.', examples: bare.map(({ documentId, path }) => ({ documentId, text: path })),
  })
}

function grounding({ sentences, unsupported, unsupportedAnswers }: QualityFacts): QualityCheck {
  return check('grounding', sentences === 0 ? 0 : unsupported / sentences, MAX_UNSUPPORTED_SHARE, {
    message: `${unsupported} of ${sentences} sentences of the last 30 days were shown without support.`,
    action: 'Let unsupported sentences be replaced by quotes (settings, answering), or choose another chat model.', examples: unsupportedAnswers.map(({ answerId, question }) => ({ answerId, text: question })),
  })
}

function evaluation({ lastRun, nowMs }: QualityFacts): QualityCheck {
  const days = lastRun === undefined ? undefined : (nowMs - Date.parse(lastRun)) / DAY_MS
  const made = check('evaluation', days ?? Number.MAX_SAFE_INTEGER, MAX_RUN_AGE_DAYS, {
    message: days === undefined ? 'Nothing was ever measured on this library.' : `The last run was ${Math.round(days)} days ago.`,
    action: 'Draw a sample of real questions (audit sample), grade it, and measure on it: eval graded --save NAME.', examples: [],
  })
  return { ...made, unit: 'days', value: days ?? null }
}

function check(name: QualityCheck['name'], value: number, threshold: number, { message, action, examples }: { readonly message: string; readonly action: string; readonly examples: readonly QualityExample[] }): QualityCheck {
  const ok = value <= threshold
  return { name, ok, value, threshold, unit: 'share', message, ...(ok ? {} : { action }), examples: examples.slice(0, EXAMPLES) }
}

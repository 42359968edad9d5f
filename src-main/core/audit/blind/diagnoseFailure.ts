import { fileName } from '../../../../src-shared/domain/fileName.ts'
import type { AnswerDraft } from '../../../../src-shared/domain/answer.ts'
import type { AuditRecord } from '../../../../src-shared/domain/audit.ts'
import type { FailureCause, GivenGrade } from '../../../../src-shared/domain/blindAudit.ts'
import { normaliseAnswer } from '../../evaluation/answerMetrics.ts'
import { contentWords } from '../../retrieval/lexicalTerms.ts'

/** What the library says about documents that a question may be about. */
export interface DiagnosisLibrary {
  /** Documents whose path ends with the name. */
  readonly find: (name: string) => readonly DiagnosedDocument[]
  /** Files that could not be read. */
  readonly unread: readonly { readonly path: string; readonly reason: string }[]
}

export interface DiagnosedDocument {
  readonly documentId: string
  readonly path: string
  readonly isRead: boolean
  readonly reason?: string
  readonly hasTitle: boolean
  readonly hasDate: boolean
  readonly unitTexts: () => readonly string[]
}

export interface Diagnosis {
  readonly cause: FailureCause
  /** Why, with the figures that show it. */
  readonly evidence: string
}

/**
 * The first stage that failed an answer which a person did not call useful. Where the grader said what would have been right, its text is followed from file to answer; else the
 * record's own signs decide. `record` is absent for answers of a compared configuration, which are not logged.
 */
export function diagnoseFailure(given: GivenGrade, answer: AnswerDraft, record: AuditRecord | undefined, library: DiagnosisLibrary): Diagnosis {
  if (given.cause !== undefined) return { cause: given.cause, evidence: 'Said by the grader.' }
  const isAnswered = answer.status === 'answered'
  if (given.expected === null) return isAnswered ? { cause: 'wronglyAnswered', evidence: `Answered with confidence ${answer.confidence.toFixed(2)}; the grader says that the library does not hold it.` } : bySigns(answer, record, library)
  return (given.expected === undefined ? undefined : alongExpected(given.expected, answer, record, library)) ?? bySigns(answer, record, library)
}

function alongExpected({ documents, text }: NonNullable<GivenGrade['expected']>, answer: AnswerDraft, record: AuditRecord | undefined, library: DiagnosisLibrary): Diagnosis | undefined {
  const right = documents.flatMap((name) => library.find(name))
  if (documents.length > 0 && right.length === 0) return { cause: 'fileNotRead', evidence: `${documents.join(', ')} is not in the library.` }
  const unread = right.find(({ isRead }) => !isRead)
  if (unread !== undefined) return { cause: 'fileNotRead', evidence: `${nameOf(unread.path)} could not be read: ${unread.reason ?? 'no reason kept'}` }
  const ids = new Set(right.map(({ documentId }) => documentId))
  const stale = record?.candidates.find(({ documentId, fate }) => ids.has(documentId) && fate === 'stale')
  if (stale !== undefined) return { cause: 'staleIndex', evidence: `${nameOf(stale.path)} had changed on disk and was left out.` }
  const holds = text === undefined ? undefined : (other: string) => normaliseAnswer(other).includes(normaliseAnswer(text))
  if (holds !== undefined && right.length > 0 && !right.some(({ unitTexts }) => unitTexts().some(holds))) return { cause: 'fileNotRead', evidence: `The passage does not stand in the text that was read from ${right.map(({ path }) => nameOf(path)).join(', ')}.` }
  const inContext = (record?.context ?? []).filter(({ documentId, text: block }) => ids.has(documentId) && (holds === undefined || holds(block)))
  if (inContext.length > 0) {
    if (answer.status !== 'answered') return { cause: 'wronglyRefused', evidence: `The passage was read (${nameOf(inContext[0]?.path ?? '')}), and confidence was ${answer.confidence.toFixed(2)}.` }
    return unsupported(answer) ?? { cause: 'notSelected', evidence: `The passage was read (${nameOf(inContext[0]?.path ?? '')}) and other sentences were chosen.` }
  }
  const candidates = (record?.candidates ?? []).map((candidate, index) => ({ ...candidate, rank: index + 1 })).filter(({ documentId }) => ids.has(documentId))
  const cut = candidates.find(({ fate }) => fate === 'budget' || fate === 'belowCut')
  if (record !== undefined && candidates.length === 0) {
    const bare = right.find(({ hasTitle, hasDate }) => !hasTitle && !hasDate)
    return bare === undefined ? { cause: 'notRetrieved', evidence: `None of the ${record.candidates.length} candidates is of ${documents.join(', ')}.` } : { cause: 'metadataMissing', evidence: `${nameOf(bare.path)} carries neither title nor date, and none of the ${record.candidates.length} candidates is of it.` }
  }
  if (candidates.some(({ fate }) => fate === 'context' || fate === 'joined') && holds !== undefined) return { cause: 'chunkCutBadly', evidence: `Chunks of ${nameOf(candidates[0]?.path ?? '')} were read, none with the whole passage.` }
  if (cut !== undefined) return { cause: 'contextCut', evidence: `${nameOf(cut.path)} was candidate ${cut.rank} and was cut (${cut.fate === 'budget' ? 'no room' : 'score below the cut'}).` }
  return record === undefined ? undefined : { cause: 'notRetrieved', evidence: `The nearest candidate of ${documents.join(', ')} stood at place ${candidates[0]?.rank ?? '–'}.` }
}

/** Without knowing what would have been right. */
function bySigns(answer: AnswerDraft, record: AuditRecord | undefined, library: DiagnosisLibrary): Diagnosis {
  const words = new Set(contentWords(answer.question).map(({ word }) => word.toLowerCase()))
  const named = library.unread.find(({ path }) => nameOf(path).toLowerCase().split(/[^\p{L}\p{N}]+/u).some((word) => word.length > 3 && words.has(word)))
  if (named !== undefined && answer.status !== 'answered') return { cause: 'fileNotRead', evidence: `The question names ${nameOf(named.path)}, which could not be read: ${named.reason}` }
  const stale = record?.candidates.find(({ fate }) => fate === 'stale')
  if (stale !== undefined || answer.warnings.some(({ code }) => code === 'SOURCE_CHANGED')) return { cause: 'staleIndex', evidence: stale === undefined ? 'A source had changed since it was read.' : `${nameOf(stale.path)} had changed on disk and was left out.` }
  const bad = unsupported(answer)
  if (bad !== undefined) return bad
  if (answer.status !== 'answered') {
    return answer.grade === 'closest' ? { cause: 'wronglyRefused', evidence: `Graded closest with confidence ${answer.confidence.toFixed(2)}; passages were offered.` } : { cause: 'notRetrieved', evidence: `Graded none with confidence ${answer.confidence.toFixed(2)}; nothing near was found.` }
  }
  const broken = answer.citations.find(({ quote }) => /^\p{Ll}/u.test(quote.trim()) || !/[.!?…。！？"”»')\]|\d]$/u.test(quote.trim()))
  if (broken !== undefined) return { cause: 'chunkCutBadly', evidence: `The quote [${broken.n}] begins or ends inside a sentence.` }
  const lost = (record?.candidates ?? []).findIndex(({ fate }) => fate === 'budget')
  if (lost >= 0 && lost < 5) return { cause: 'contextCut', evidence: `Candidate ${lost + 1} found no room in the context.` }
  return { cause: 'notSelected', evidence: `${record?.context.length ?? answer.passages.length} passages were read; the grader calls what was chosen wrong.` }
}

function unsupported(answer: AnswerDraft): Diagnosis | undefined {
  const bad = answer.sentences.find(({ verdict }) => verdict === 'unsupported')
  return bad === undefined ? undefined : { cause: 'unsupportedSentence', evidence: `“${bad.text.slice(0, 120)}”: ${bad.reason ?? 'its source does not say it'}` }
}

function nameOf(path: string): string {
  return fileName(path)
}

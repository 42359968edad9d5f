import type { AnswerDraft } from '../../../src-shared/domain/answer.ts'
import type { AuditCandidate, AuditContextBlock, AuditRecord } from '../../../src-shared/domain/audit.ts'
import type { MaskingScope } from '../../../src-shared/domain/privacy.ts'
import type { Course } from '../answering/Course.ts'
import type { EvidencePassage } from '../answering/EvidencePassage.ts'

/** One question and its answer as one self-contained record: it explains the answer when the documents are long gone. */
export function buildAuditRecord(course: Course, answer: AnswerDraft, masking: MaskingScope = 'off'): AuditRecord {
  const { retrieval, request } = course
  return {
    kind: 'answer', answerId: course.answerId, asked: course.asked, question: request.question,
    filter: course.filter,
    analysis: retrieval === undefined ? {} : {
      ...retrieval.analysis, query: retrieval.query, filterInForce: retrieval.filter, terms: retrieval.terms,
      documentsInScope: retrieval.documentsInScope, budgetTokens: course.budgetTokens, revision: retrieval.revision,
      ...(retrieval.scan === undefined ? {} : { scan: retrieval.scan }),
      ...(request.without === undefined ? {} : { without: request.without }), ...(request.replaces === undefined ? {} : { replaces: request.replaces }),
      ...(course.signals === undefined ? {} : { signals: course.signals }),
      ...(course.taskRecords.length === 0 ? {} : { modelTasks: course.taskRecords }),
    },
    candidates: (retrieval?.candidates ?? []).map((candidate): AuditCandidate => (isLeftOut(course, candidate.documentId) ? { ...candidate, fate: 'stale' } : candidate)),
    context: course.passages.map(contextBlock),
    prompt: course.prompt, rawOutput: course.rawOutput, model: course.model,
    embedding: { model: course.embedding?.model ?? '', fingerprint: course.embedding?.fingerprint ?? '' },
    config: answer.config, ...(masking === 'off' ? {} : { masking }), answer,
  }
}

function isLeftOut(course: Course, documentId: string): boolean {
  return [...course.leftOut].some((id) => id === documentId)
}

function contextBlock({ passage, unit, sentences, charStart, charEnd }: EvidencePassage): AuditContextBlock {
  const headings = 'headings' in passage.anchor ? passage.anchor.headings : undefined
  return {
    documentId: passage.documentId, path: passage.path, ...(passage.title === undefined ? {} : { title: passage.title }), sha256: passage.sha256,
    ...(headings === undefined || headings.length === 0 ? {} : { headings }), unit: unit.unit, charStart, charEnd, text: unit.text.slice(charStart, charEnd), ...(passage.vectorScore === undefined ? {} : { vectorScore: passage.vectorScore }),
    ...(passage.documentTerms === undefined || passage.documentTerms.length === 0 ? {} : { documentTerms: passage.documentTerms }),
    sentences: sentences.map((sentence) => ({
      charStart: sentence.charStart, charEnd: sentence.charEnd, role: sentence.role, block: sentence.block,
      ...(sentence.tableHeader === undefined ? {} : { tableHeader: sentence.tableHeader }),
      ...(sentence.headings === undefined || sentence.headings.length === 0 ? {} : { headings: sentence.headings }),
    })),
  }
}

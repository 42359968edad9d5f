import { createHash } from 'node:crypto'
import { contentWords, lexicalTerms } from '../../src-main/core/retrieval/lexicalTerms.ts'
import type { QuestionTerm, RetrievedPassage } from '../../src-main/core/retrieval/Retrieval.ts'
import { evidencePassage, type EvidencePassage } from '../../src-main/core/answering/EvidencePassage.ts'
import type { Embedder } from '../../src-main/core/ports/Embedder.ts'
import type { ChunkId, DocumentId } from '../../src-shared/domain/ids.ts'
import type { ParsedUnit } from '../../src-shared/domain/unit.ts'

export interface Paragraph { readonly id: number; readonly document: string; readonly text: string; readonly terms: ReadonlyMap<string, number>; readonly length: number; readonly vector: Float32Array }

/**
 * Paragraphs as a small corpus with BM25 (k1 1.2, b 0.75) and vectors, for choosing hard distractors and for signals that do not
 * need a library on disk. Not the product's retrieval: that one is measured with the product.
 */
export interface ParagraphCorpus {
  readonly paragraphs: readonly Paragraph[]
  terms(question: string): QuestionTerm[]
  /** All paragraphs but the excluded ones, best first, by half cosine, half BM25 over the best. */
  rank(question: string, queryVector: Float32Array, terms: readonly QuestionTerm[]): { readonly paragraph: Paragraph; readonly score: number; readonly cosine: number; readonly lexicalCover: number }[]
}

export async function buildParagraphCorpus(texts: readonly { readonly document: string; readonly text: string }[], embedder: Embedder): Promise<ParagraphCorpus> {
  const paragraphs: Paragraph[] = []
  const frequency = new Map<string, number>()
  for (const [id, { document, text }] of texts.entries()) {
    const words = lexicalTerms(text)
    const counts = new Map<string, number>()
    for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
    for (const word of counts.keys()) frequency.set(word, (frequency.get(word) ?? 0) + 1)
    const [vector] = await embedder.embedPassages([text])
    paragraphs.push({ id, document, text, terms: counts, length: words.length, vector: vector as Float32Array })
  }
  const averageLength = paragraphs.reduce((sum, paragraph) => sum + paragraph.length, 0) / Math.max(1, paragraphs.length)

  function bm25(paragraph: Paragraph, terms: readonly QuestionTerm[]): number {
    let score = 0
    for (const { term, idf } of terms) {
      const count = paragraph.terms.get(term) ?? 0
      score += (idf * count * 2.2) / (count + 1.2 * (0.25 + (0.75 * paragraph.length) / averageLength))
    }
    return score
  }

  return {
    paragraphs,
    terms(question) {
      return contentWords(question).map(({ term }) => {
        const chunks = frequency.get(term) ?? 0
        return { term, chunks, idf: Math.log(1 + (paragraphs.length - chunks + 0.5) / (chunks + 0.5)) }
      }).sort((a, b) => b.idf - a.idf)
    },
    rank(question, queryVector, terms) {
      const all = terms.reduce((sum, term) => sum + term.idf, 0)
      const scored = paragraphs.map((paragraph) => ({ paragraph, bm25: bm25(paragraph, terms), cosine: dot(queryVector, paragraph.vector) }))
      const best = Math.max(...scored.map((item) => item.bm25), 0.6 * all)
      const cosines = scored.map((item) => item.cosine)
      const low = Math.min(...cosines)
      const high = Math.max(...cosines)
      return scored.map(({ paragraph, bm25: lexical, cosine }) => ({ paragraph, cosine, lexicalCover: all > 0 ? lexical / all : 0, score: 0.5 * ((cosine - low) / (high - low || 1)) + 0.5 * (lexical / (best || 1)) }))
        .sort((a, b) => b.score - a.score)
    },
  }
}

export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let index = 0; index < a.length; index++) sum += (a[index] ?? 0) * (b[index] ?? 0)
  return sum
}

/** A paragraph as the retrieval would hand it on: one unit, one passage. */
export function asEvidence(paragraph: Paragraph, rank: number, scores: { readonly score: number; readonly cosine: number; readonly lexicalCover: number }): EvidencePassage {
  const unit: ParsedUnit = {
    unit: 1, kind: 'lines', label: 'text', source: 'text', text: paragraph.text,
    segments: [{ charStart: 0, charEnd: paragraph.text.length, role: 'paragraph', block: 0, place: { kind: 'lines', line: 1 } }],
  }
  const passage: RetrievedPassage = {
    rank, documentId: `${paragraph.document}#${paragraph.id}` as DocumentId, path: paragraph.document, text: paragraph.text, score: scores.score, stale: false,
    anchor: { kind: 'lines', unit: 1, charStart: 0, charEnd: paragraph.text.length, startLine: 1, endLine: 1 },
    sha256: createHash('sha256').update(paragraph.text).digest('hex'), chunkIds: [`${paragraph.id}` as ChunkId], vectorScore: scores.cosine, lexicalCover: scores.lexicalCover,
  }
  return evidencePassage(passage, unit)
}

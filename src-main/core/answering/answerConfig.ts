import type { AnswerConfig } from '../../../src-shared/domain/answer.ts'
import { canonicalJson } from '../audit/canonicalJson.ts'
import { hashContent } from '../audit/hashChain.ts'
import type { ConfidenceModel } from './confidence.ts'
import { PROMPT_VERSION } from './prompt.ts'
import { SENTENCE_WEIGHTS } from './scoreSentences.ts'
import { SELECTION } from './selectEvidence.ts'

/** Everything beside the library and the models that decides an answer, with a fingerprint over it. */
export function answerConfig(parts: {
  readonly retrieval: { readonly name: string; readonly version: number; readonly fingerprint: string }
  readonly confidence: ConfidenceModel
  readonly unsupported: 'replace' | 'mark'
  readonly mode: 'generated' | 'evidence'
}): AnswerConfig {
  const { retrieval, confidence, mode } = parts
  const config = {
    retrieval, mode, sentenceWeights: SENTENCE_WEIGHTS, selection: SELECTION, confidence: confidence.name, found: confidence.found, closest: confidence.closest,
    ...(mode === 'generated' ? { prompt: PROMPT_VERSION, unsupported: parts.unsupported } : {}),
  }
  // 64 bits tell configurations apart; the parts themselves are beside it.
  return { fingerprint: hashContent(canonicalJson(config)).slice(0, 16), ...config }
}

import path from 'node:path'
import type { AnswerPart, Quote } from '../../src-main/core/answering/composeAnswer.ts'
import { gatherEvidence } from '../../src-main/core/answering/gatherEvidence.ts'
import { judgeEvidence } from '../../src-main/core/answering/judgeEvidence.ts'
import { nearestParts, partsFromQuotes } from '../../src-main/core/answering/writeAnswer.ts'
import type { EvaluationQuestion } from '../../src-main/core/evaluation/EvaluationQuestion.ts'
import { DEFAULT_CHUNKING } from '../../src-main/core/ingestion/chunkUnits.ts'
import type { LibraryReader } from '../../src-main/core/ports/LibraryReader.ts'
import { createRetriever } from '../../src-main/core/retrieval/createRetriever.ts'
import { DEFAULT_RETRIEVAL } from '../../src-main/core/retrieval/retrievalConfig.ts'
import { EVALUATION_CACHE, openCachedEmbedder, openTokenCounter } from './openCachedEmbedder.ts'
import { buildMemoryLibrary } from './MemoryLibrary.ts'
import { developmentSets } from './sets/developmentSets.ts'

/**
 * Whether the quotes of evidence mode come from the right place of real documents: the page (contoso_hr), the document (docugami_sec10q) or the
 * excerpt (chunking_evaluation). "Chosen" looks at every question's choice, "shown" at what its grade lets through.
 *
 *     node test/eval/pages.ts [SET…] [--questions 100]
 */
const root = path.resolve(import.meta.dirname, '../..')
const at = process.argv.indexOf('--questions')
const limit = at < 0 ? 100 : Number(process.argv[at + 1])
const named = process.argv.slice(2, at < 0 ? undefined : at)
/** As in `answerQuestion.ts`. */
const BUDGET_TOKENS = 2400

const countTokens = await openTokenCounter()
const embedder = await openCachedEmbedder(2)
const sets = developmentSets({ data: path.join(root, '../shared/data'), cache: EVALUATION_CACHE, fixtures: path.join(root, 'test/fixtures/eval') })
for (const name of named.length > 0 ? named : ['contoso_hr', 'docugami_sec10q', 'chunking_evaluation']) console.log(name, await measure(name))
await embedder.close()

async function measure(name: string): Promise<Record<string, string | number>> {
  const set = await sets.get(name)?.()
  if (set === undefined) throw new Error(`There is no set “${name}” here.`)
  const library = await buildMemoryLibrary(set, { embedder, sizes: DEFAULT_CHUNKING, countTokens })
  const { reader } = library
  const retriever = createRetriever({ ...library, embedder, config: DEFAULT_RETRIEVAL, clock: { now: Date.now, monotonic: () => performance.now() } })
  const placed = set.questions.filter((question) => question.answerable && (name !== 'contoso_hr' || question.evidence.some(({ page }) => page !== undefined)))
  const step = Math.max(1, Math.floor(placed.length / limit))
  const questions = placed.filter((_, index) => index % step === 0).slice(0, limit)
  const chosen = newTally()
  const shown = newTally()
  let firstPassage = 0
  let figures = 0
  let withFigures = 0
  for (const question of questions) {
    const retrieval = await retriever.retrieve({ question: question.question, budgetTokens: BUDGET_TOKENS })
    const { passages } = await gatherEvidence(retrieval, reader)
    const { selection, grade } = await judgeEvidence({ text: retrieval.query, analysis: retrieval.analysis, terms: retrieval.terms, vector: retrieval.queryVector }, passages, { embedder })
    const parts = partsFromQuotes(passages, selection.evidence)
    const isRight = (quote: Quote) => isInPlace(question, quote, reader)
    count(chosen, parts, isRight)
    count(shown, grade === 'found' ? parts : grade === 'closest' ? nearestParts(passages, selection.evidence) : [], isRight)
    const [first] = passages
    if (first !== undefined && isRight({ ...first.passage, quote: first.passage.text })) firstPassage++
    const wanted = figuresOf((question.answers[0] ?? '').replace(/SOURCE(\(S\))?:[\s\S]*$/, ''))
    if (wanted.size === 0) continue
    withFigures++
    figures += wanted.intersection(figuresOf(parts.map(({ text }) => text).join(' '))).size / wanted.size
  }
  return {
    questions: questions.length, firstPassageRight: firstPassage, ...told('chosen', chosen), ...told('shown', shown), figuresOfReference: `${((100 * figures) / Math.max(1, withFigures)).toFixed(1)} %`,
  }
}

interface Tally { any: number; first: number; right: number; citations: number }

function newTally(): Tally {
  return { any: 0, first: 0, right: 0, citations: 0 }
}

function count(tally: Tally, parts: readonly AnswerPart[], isRight: (quote: Quote) => boolean): void {
  const found = parts.flatMap(({ quotes }) => quotes).map(isRight)
  tally.any += Number(found.includes(true))
  tally.first += Number(found[0] ?? false)
  tally.right += found.filter(Boolean).length
  tally.citations += found.length
}

function told(label: string, { any, first, right, citations }: Tally): Record<string, string | number> {
  return { [`${label}: any right`]: any, [`${label}: first right`]: first, [`${label}: right of all`]: `${right}/${citations} = ${((100 * right) / Math.max(1, citations)).toFixed(1)} %` }
}

/** The page where the set names one, the excerpt where it quotes one, else the document. */
function isInPlace(question: EvaluationQuestion, quote: Quote, reader: LibraryReader): boolean {
  const isOf = (document: string) => quote.path.endsWith(`/${document}`)
  const pages = question.evidence.filter(({ page }) => page !== undefined)
  if (pages.length > 0) return pages.some(({ document, page }) => isOf(document) && quote.anchor.unit === page)
  const excerpts = question.evidence.flatMap(({ document, text }) => (text === undefined ? [] : [{ document, text }]))
  if (excerpts.length === 0) return question.documents.some(isOf)
  const stored = reader.unit(quote.documentId, quote.anchor.unit)?.text ?? ''
  return excerpts.some(({ document, text }) => {
    const begin = isOf(document) ? stored.indexOf(text) : -1
    return begin >= 0 && quote.anchor.charStart < begin + text.length && quote.anchor.charEnd > begin
  })
}

/** Numbers of two digits and more, without thousands separators: single digits stand everywhere. */
function figuresOf(text: string): Set<string> {
  return new Set((text.match(/\d[\d.,]*\d/g) ?? []).map((figure) => figure.replaceAll(',', '')))
}

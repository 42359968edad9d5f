import { DEFAULT_CHUNKING } from '../../src-main/core/ingestion/chunkUnits.ts'
import { estimateTokens } from '../../src-main/core/retrieval/estimateTokens.ts'
import { openCachedEmbedder } from './openCachedEmbedder.ts'
import { buildMemoryLibrary } from './MemoryLibrary.ts'
import { askOnce, createMemoryAnswering } from './memoryAnswering.ts'
import { plainUnit } from './plainUnit.ts'
import { containsAnswer, loadSquad2 } from './squad2.ts'

/**
 * squad2 end to end in evidence mode: all articles in one library, the product's chunks, search, choice and confidence.
 *
 *     node test/eval/answers.ts [--questions 300] [--show]
 */
const limit = Number(process.argv[process.argv.indexOf('--questions') + 1]) || 300
const embedder = await openCachedEmbedder(2)
const questions = loadSquad2()
const byDocument = new Map<string, Set<string>>()
for (const question of questions) byDocument.set(question.document, (byDocument.get(question.document) ?? new Set()).add(question.gold))
const documents = [...byDocument].map(([name, paragraphs]) => ({ name, units: [plainUnit([...paragraphs].join('\n\n'))] }))
const library = await buildMemoryLibrary({ name: 'squad2', documents, questions: [] }, { embedder, sizes: DEFAULT_CHUNKING, countTokens: estimateTokens })
const { answering, auditLog, failures } = createMemoryAnswering({ library, embedder })
const pick = (answerable: boolean) => {
  const of = questions.filter((question) => question.answerable === answerable)
  return of.filter((_, index) => index % Math.max(1, Math.floor(of.length / limit)) === 0).slice(0, limit)
}
const times: number[] = []
const confidences = { answerable: [] as { confidence: number; isRight: boolean }[], adversarial: [] as number[] }
const counts = { served: 0, right: 0, rightServed: 0, rightPage: 0, quotes: 0, exact: 0, sentences: 0 }
const asked = pick(true)
for (const question of asked) {
  const answer = await askOnce(answering, question.question)
  times.push(answer.timingsMs.total)
  const isRight = containsAnswer(answer.text, question.answers)
  confidences.answerable.push({ confidence: answer.confidence, isRight })
  counts.served += Number(answer.status === 'answered')
  counts.right += Number(isRight)
  counts.rightServed += Number(isRight && answer.status === 'answered')
  counts.sentences += answer.citations.length
  counts.rightPage += Number(answer.citations.some((citation) => question.gold.includes(citation.quote.slice(0, 60))))
  for (const citation of answer.citations) {
    counts.quotes++
    counts.exact += Number(library.reader.unit(citation.documentId, citation.anchor.unit)?.text.slice(citation.anchor.charStart, citation.anchor.charEnd) === citation.quote)
  }
  if (process.argv.includes('--show') && !isRight) console.log(`\nQ ${question.question} | ${question.answers[0] ?? ''}\n${answer.grade} ${answer.confidence} ${answer.text}`)
}
const refused = pick(false)
let falselyAnswered = 0
for (const question of refused) {
  const answer = await askOnce(answering, question.question)
  confidences.adversarial.push(answer.confidence)
  falselyAnswered += Number(answer.status === 'answered')
}
const share = (count: number, of: number) => `${((100 * count) / Math.max(1, of)).toFixed(1)} %`
console.log('threshold: answerable served, right when served, adversarial served')
for (let threshold = 0.2; threshold < 0.7; threshold += 0.04) {
  const served = confidences.answerable.filter(({ confidence }) => confidence >= threshold)
  console.log(threshold.toFixed(2), share(served.length, asked.length), share(served.filter(({ isRight }) => isRight).length, served.length), share(confidences.adversarial.filter((confidence) => confidence >= threshold).length, refused.length))
}
times.sort((a, b) => a - b)
console.log({
  asked: asked.length, served: share(counts.served, asked.length), rightOfAll: share(counts.right, asked.length), rightOfServed: share(counts.rightServed, counts.served),
  rightParagraphOfAll: share(counts.rightPage, asked.length), quotesPerServed: (counts.sentences / Math.max(1, counts.served)).toFixed(2), exactQuotes: share(counts.exact, counts.quotes),
  adversarialFound: share(falselyAnswered, refused.length), auditOk: auditLog.verify().ok, failures: failures.slice(0, 3), p50: times[times.length >> 1]?.toFixed(0),
})
await embedder.close()

import { scoreSentences } from '../../src-main/core/answering/scoreSentences.ts'
import { openCachedEmbedder } from './openCachedEmbedder.ts'
import { asEvidence, buildParagraphCorpus } from './paragraphCorpus.ts'
import { containsAnswer, loadSquad2 } from './squad2.ts'

/**
 * Sentence choice on squad2: the right paragraph and its three hardest distractors, in the order of a search. Right: a reference answer stands in the sentence.
 *
 *     node test/eval/evidence.ts [--questions 250] [--no-states]
 */
const flag = (name: string) => process.argv.includes(name)
const limit = Number(process.argv[process.argv.indexOf('--questions') + 1]) || 745
const embedder = await openCachedEmbedder(2)
const questions = loadSquad2()
const unique = new Map(questions.map((question) => [question.gold, question.document]))
const corpus = await buildParagraphCorpus([...unique].map(([text, document]) => ({ text, document })), embedder)
const answerable = questions.filter((question) => question.answerable)
const step = Math.max(1, Math.floor(answerable.length / limit))
let asked = 0, top1 = 0, top3 = 0, passageRight = 0
for (const question of answerable.filter((_, index) => index % step === 0).slice(0, limit)) {
  const vector = await embedder.embedQuery(question.question)
  const terms = corpus.terms(question.question)
  const ranked = corpus.rank(question.question, vector, terms)
  const gold = ranked.find((item) => item.paragraph.text === question.gold)
  if (gold === undefined) continue
  const chosen = [gold, ...ranked.filter((item) => item !== gold).slice(0, 3)].sort((a, b) => b.score - a.score)
  const passages = chosen.map((item, index) => asEvidence(item.paragraph, index + 1, item))
  const { tokenStates: _unused, ...pooled } = embedder
  const scored = (await scoreSentences({ text: question.question, terms, vector }, passages, { embedder: flag('--no-states') ? pooled : embedder })).sort((a, b) => b.score - a.score)
  asked++
  const right = scored.map((sentence) => containsAnswer(sentence.text, question.answers))
  if (right[0] === true) top1++
  if (right.slice(0, 3).includes(true)) top3++
  if (passages[scored[0]?.passage ?? 0]?.passage.text === question.gold) passageRight++
}
const share = (count: number) => ((100 * count) / asked).toFixed(1)
console.log(JSON.stringify({ asked, top1: share(top1), top3: share(top3), passageRight: share(passageRight) }))
await embedder.close()

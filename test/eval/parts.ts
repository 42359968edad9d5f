import { judgeEvidence, type Judgement } from '../../src-main/core/answering/judgeEvidence.ts'
import { classifyQuestion } from '../../src-main/core/retrieval/classifyQuestion.ts'
import { findMentions } from '../../src-main/core/retrieval/findMentions.ts'
import { spread } from './confidenceRows.ts'
import { openCachedEmbedder } from './openCachedEmbedder.ts'
import { asEvidence, buildParagraphCorpus } from './paragraphCorpus.ts'
import { loadSquad2 } from './squad2.ts'

/**
 * Questions of two parts, made of two questions about different paragraphs of squad2 ("… and …?"), over the four best paragraphs of each. `answerable`: both parts
 * have an answer; `second missing`: the second has none. Judged as one question, and part by part.
 *
 *     node test/eval/parts.ts [--questions 30]
 */
const limit = Number(process.argv[process.argv.indexOf('--questions') + 1]) || 30
const embedder = await openCachedEmbedder(1)
const squad = loadSquad2()
const corpus = await buildParagraphCorpus([...new Map(squad.map(({ gold, document }) => [gold, document]))].map(([text, document]) => ({ text, document })), embedder)
const answerable = spread(squad.filter((item) => item.answerable), 2 * limit)
const missing = spread(squad.filter((item) => !item.answerable), limit)
for (const [name, seconds] of [['answerable', answerable.slice(limit)], ['second missing', missing]] as const) {
  const tally = { questions: 0, asOne: { found: 0, first: 0, second: 0 }, byParts: { found: 0, first: 0, second: 0, firstGraded: newGrades(), secondGraded: newGrades() } }
  for (const [index, first] of answerable.slice(0, limit).entries()) {
    const second = seconds[index]
    if (second === undefined) continue
    const text = `${first.question.replace(/\?$/, '')} and ${second.question.slice(0, 1).toLowerCase()}${second.question.slice(1)}`
    const { kind, wantsFigures, parts } = classifyQuestion(text)
    if (parts.length !== 2) continue
    const top: ReturnType<typeof corpus.rank> = []
    for (const part of parts) top.push(...corpus.rank(part, await embedder.embedQuery(part), corpus.terms(part)).slice(0, 4))
    const passages = [...new Map(top.map((item) => [item.paragraph, item])).values()].map((item, rank) => asEvidence(item.paragraph, rank + 1, item))
    const question = { text, terms: corpus.terms(text), vector: await embedder.embedQuery(text), analysis: { kind, mentions: findMentions(text), wantsFigures } }
    const isShown = ({ grade, selection }: Judgement, { answers }: typeof first) => Number(grade === 'found' && selection.evidence.some(({ passage, charStart, charEnd }) => answers.some((answer) => passages[passage]?.unit.text.slice(charStart, charEnd).includes(answer))))
    const asOne = await judgeEvidence(question, passages, { embedder })
    const byParts = await judgeEvidence({ ...question, analysis: { ...question.analysis, parts: [text, ...parts] } }, passages, { embedder })
    tally.questions++
    for (const [of, judgement] of [[tally.asOne, asOne], [tally.byParts, byParts]] as const) {
      of.found += Number(judgement.grade === 'found')
      of.first += isShown(judgement, first)
      of.second += isShown(judgement, second)
    }
    tally.byParts.firstGraded[byParts.parts?.[0]?.grade ?? 'none']++
    tally.byParts.secondGraded[byParts.parts?.[1]?.grade ?? 'none']++
  }
  console.log(name, tally)
}
await embedder.close()

function newGrades() {
  return { found: 0, closest: 0, none: 0 }
}

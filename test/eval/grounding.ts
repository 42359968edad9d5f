import { judgeEvidence } from '../../src-main/core/answering/judgeEvidence.ts'
import { checkReply } from '../../src-main/core/answering/writeAnswer.ts'
import { oneLine } from '../../src-main/core/answering/composeAnswer.ts'
import { seededRandom } from '../../src-main/core/evaluation/seededRandom.ts'
import { classifyQuestion } from '../../src-main/core/retrieval/classifyQuestion.ts'
import { findMentions } from '../../src-main/core/retrieval/findMentions.ts'
import { spread } from './confidenceRows.ts'
import { CORRUPTIONS, PARAPHRASES, type Corruption } from './corruptions.ts'
import { openCachedEmbedder } from './openCachedEmbedder.ts'
import { asEvidence, buildParagraphCorpus } from './paragraphCorpus.ts'
import { loadSquad2 } from './squad2.ts'

/**
 * Generated mode with a writer that corrupts its sources on purpose, in place of a chat model: what share of its sentences is shown as supported (to be
 * under 2 %), and what share of an honest writer's sentences is kept.
 *
 *     node test/eval/grounding.ts [--questions 100] [--show]
 */
const limit = Number(process.argv[process.argv.indexOf('--questions') + 1]) || 100
const embedder = await openCachedEmbedder(1)
const random = seededRandom(7)
const squad = loadSquad2()
const corpus = await buildParagraphCorpus([...new Map(squad.map(({ gold, document }) => [gold, document]))].map(([text, document]) => ({ text, document })), embedder)
const tallies = new Map<string, { tried: number; supported: number; weak: number }>()
const examples: string[] = []
let withLink = 0
for (const { question } of spread(squad.filter(({ answerable }) => answerable), limit)) {
  const vector = await embedder.embedQuery(question)
  const terms = corpus.terms(question)
  const passages = corpus.rank(question, vector, terms).slice(0, 4).map((item, index) => asEvidence(item.paragraph, index + 1, item))
  const analysis = { kind: 'plain' as const, mentions: findMentions(question), wantsFigures: classifyQuestion(question).wantsFigures }
  const { selection } = await judgeEvidence({ text: question, analysis, terms, vector }, passages, { embedder })
  const [best, second] = selection.ranking
  if (best === undefined || second === undefined) continue
  const input = { sentence: oneLine(best.text), other: oneLine(second.text), random }
  for (const [kind, corrupt] of Object.entries<Corruption>({ ...CORRUPTIONS, ...PARAPHRASES })) {
    const written = corrupt(input)
    if (written === undefined || (written === input.sentence && kind in CORRUPTIONS)) continue
    const parts = await checkReply(question, [written], passages, selection, { embedder, unsupported: 'mark' })
    const kept = parts.find(({ replaced }) => replaced === undefined)
    const tally = tallies.get(kind) ?? { tried: 0, supported: 0, weak: 0 }
    tally.tried++
    tally.supported += Number(kept?.verdict === 'supported')
    tally.weak += Number(kept?.verdict === 'weak')
    tallies.set(kind, tally)
    withLink += Number(parts.some(({ text }) => text.includes('example.org')))
    if (kept?.verdict === 'supported' && kind in CORRUPTIONS) examples.push(`${kind}\n  ${written}\n  ${input.sentence}`)
  }
}
const share = (count: number, of: number) => `${((100 * count) / Math.max(1, of)).toFixed(1)} %`
const rows = (names: readonly string[]) => names.flatMap((kind) => { const tally = tallies.get(kind); return tally === undefined ? [] : [{ kind, ...tally }] })
for (const { kind, tried, supported, weak } of [...rows(Object.keys(CORRUPTIONS)), ...rows(Object.keys(PARAPHRASES))]) console.log(kind.padEnd(30), tried, share(supported, tried), `weak ${share(weak, tried)}`)
const corrupted = rows(Object.keys(CORRUPTIONS))
const sum = (of: readonly { readonly tried: number; readonly supported: number }[], key: 'tried' | 'supported') => of.reduce((total, row) => total + row[key], 0)
console.log('corrupted shown as supported', `${sum(corrupted, 'supported')}/${sum(corrupted, 'tried')} = ${share(sum(corrupted, 'supported'), sum(corrupted, 'tried'))}`)
console.log('answers with the added link', withLink)
if (process.argv.includes('--show')) console.log(examples.join('\n'))
await embedder.close()

import { readFileSync } from 'node:fs'
import { detectInjection } from '../../src-main/core/answering/detectInjection.ts'
import { judgeEvidence } from '../../src-main/core/answering/judgeEvidence.ts'
import { partsFromQuotes } from '../../src-main/core/answering/writeAnswer.ts'
import { classifyQuestion } from '../../src-main/core/retrieval/classifyQuestion.ts'
import { findMentions } from '../../src-main/core/retrieval/findMentions.ts'
import { openCachedEmbedder } from './openCachedEmbedder.ts'
import { asEvidence, buildParagraphCorpus } from './paragraphCorpus.ts'

/**
 * BIPIA in evidence mode: one attack at the start, in the middle or at the end of each mail; followed means that words of the attack
 * stand in the quotes, whatever the grade.
 *
 *     node test/eval/injections.ts
 */
const DATA = `${process.env.FOOTNOTE_DATA ?? '/work/shared/data'}/bipia_prompt_injection`
const attacks = Object.values(JSON.parse(readFileSync(`${DATA}/text_attack_train.json`, 'utf8')) as Record<string, string[]>).flat()
const mails = readFileSync(`${DATA}/email_train.jsonl`, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as { context: string; question: string })
const embedder = await openCachedEmbedder(1)
let quoted = 0
let found = 0
const shown: string[] = []
for (const [index, { context, question }] of mails.entries()) {
  const attack = attacks[(index * 7) % attacks.length] ?? ''
  const stop = context.indexOf('. ', context.length / 2)
  const middle = stop < 0 ? context.length : stop + 2
  const text = [`${attack}\n\n${context}`, `${context.slice(0, middle)}${attack} ${context.slice(middle)}`, `${context}\n\n${attack}`][index % 3] ?? ''
  const corpus = await buildParagraphCorpus([{ document: 'mail', text }], embedder)
  const vector = await embedder.embedQuery(question)
  const terms = corpus.terms(question)
  const passages = corpus.rank(question, vector, terms).map((item, rank) => asEvidence(item.paragraph, rank + 1, item))
  const { selection, grade } = await judgeEvidence({ text: question, analysis: { kind: 'plain', mentions: findMentions(question), wantsFigures: classifyQuestion(question).wantsFigures }, terms, vector }, passages, { embedder })
  const quotes = partsFromQuotes(passages, selection.evidence).map((part) => part.text).join('\n')
  if (grade === 'found') found++
  if (grade !== 'none' && quotes.includes(attack.slice(0, 30))) {
    quoted++
    shown.push(`${grade}: ${question} → ${attack}`)
  }
}
console.log({ mails: mails.length, quoted, found, attacksRecognised: attacks.filter((attack) => detectInjection(attack)).length, attacks: attacks.length })
console.log(shown.join('\n'))
await embedder.close()

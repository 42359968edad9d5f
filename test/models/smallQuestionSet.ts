import { readFileSync } from 'node:fs'
import { cp, mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { QuestionSet } from '../../src-main/core/evaluation/Evaluation.ts'
import type { SelfTestQuestions } from '../../src-main/core/answering/selfTest/SelfTestSets.ts'

const fixtures = fileURLToPath(new URL('../fixtures/eval', import.meta.url))
const selfTest = fileURLToPath(new URL('../../resources/selftest/questions.json', import.meta.url))

/** The small set of the repository (made-up documents) and the bundled self-test's passages: 14 documents, 56 questions. Writes the documents below `folder`. */
export async function makeSmallLibrary(folder: string): Promise<QuestionSet> {
  await mkdir(folder, { recursive: true })
  await cp(path.join(fixtures, 'docs'), folder, { recursive: true })
  const { passages, questions } = JSON.parse(readFileSync(selfTest, 'utf8')) as SelfTestQuestions
  for (const { name, text } of passages) await writeFile(path.join(folder, `${name}.txt`), `${text}\n`)
  const own = readFileSync(path.join(fixtures, 'qa.jsonl'), 'utf8').trim()
  const bundled = questions.map(({ question, answers, passage }, index) => JSON.stringify({ id: `selftest-${index}`, question, answer: answers, docs: [`${passages[passage]?.name}.txt`], type: 'plain' }))
  return { name: 'small', text: `${[own, ...bundled].join('\n')}\n` }
}

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { BlindItem, BlindReport } from '../../src-shared/domain/blindAudit.ts'
import { containsAnswer } from '../../src-main/core/evaluation/answerMetrics.ts'
import { parseQuestionSet } from '../../src-main/core/evaluation/parseQuestionSet.ts'
import { composeEngine } from '../../src-main/hosts/composeEngine.ts'
import { runCli } from '../../src-main/hosts/cli/runCli.ts'
import { makeSmallLibrary } from './smallQuestionSet.ts'
import { silent } from './testModels.ts'

const resourcesDir = fileURLToPath(new URL('../../resources', import.meta.url))
let folder: string

async function cli(...args: string[]): Promise<{ code: number; out: string }> {
  let out = ''
  const code = await runCli([...args, '--data-dir', path.join(folder, 'library'), '--json'], {
    stdout: { write: (text, done) => { out += text; done?.(); return true } }, stderr: { write: (_, done) => { done?.(); return true } },
    signal: new AbortController().signal, openEngine: (options) => composeEngine({ ...options, resourcesDir, logger: silent }),
  })
  return { code, out }
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'footnote-blind-'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

test('a blind audit by command line: ask, draw, grade from a recorded file, second grader, report, permanent set', async () => {
  const small = await makeSmallLibrary(path.join(folder, 'files'))
  const questions = parseQuestionSet(small.text).slice(10, 34)
  await writeFile(path.join(folder, 'files', 'warranty terms.pdf'), '%PDF-1.4 broken')
  await cli('add', path.join(folder, 'files'))
  const asked = [...questions.map(({ id, question }) => ({ id, question })), { id: 'broken', question: 'What do the warranty terms say about batteries?' }]
  await writeFile(path.join(folder, 'batch.jsonl'), asked.map((line) => JSON.stringify(line)).join('\n'))
  expect((await cli('ask', '--batch', path.join(folder, 'batch.jsonl'))).code).toBe(0)

  expect((await cli('config', 'save', 'words', '--set', 'retrieval.vectorWeight=0', '--set', 'answering.found=0.9')).code).toBe(0)
  const drawn = JSON.parse((await cli('audit', 'sample', '--n', '25', '--seed', '7', '--compare', 'words')).out) as { sampleId: string; items: BlindItem[] }
  expect(drawn.items).toHaveLength(50)
  // Blind: neither which configuration it was nor how sure it was.
  expect(JSON.stringify(drawn.items)).not.toMatch(/confidence|fingerprint|"arm"|recorded|compared|"score"/)

  const byQuestion = new Map(questions.map((question) => [question.question, question]))
  const gradeOf = ({ itemId, question, text }: BlindItem) => {
    const known = byQuestion.get(question)
    if (known === undefined) return { itemId, grade: 'wrong', reason: 'the file is there', expected: { documents: ['warranty terms.pdf'] } }
    if (containsAnswer(text, known.answers) === 1) return { itemId, grade: 'useful' }
    return { itemId, grade: 3, expected: { documents: known.documents, text: known.answers[0], answer: known.answers[0] } }
  }
  const first = drawn.items.map(gradeOf)
  await writeFile(path.join(folder, 'grades.jsonl'), first.map((grade) => JSON.stringify(grade)).join('\n'))
  const second = first.map((grade, index) => ({ itemId: grade.itemId, grade: index % 10 === 0 ? 'partly' : grade.grade }))
  await writeFile(path.join(folder, 'second.jsonl'), second.map((grade) => JSON.stringify(grade)).join('\n'))
  expect(JSON.parse((await cli('audit', 'grade', path.join(folder, 'grades.jsonl'), '--grader', 'anna')).out)).toMatchObject({ graded: 50, remaining: 0, grader: 'anna' })
  expect((await cli('audit', 'grade', path.join(folder, 'second.jsonl'), '--grader', 'ben')).code).toBe(0)

  const report = JSON.parse((await cli('audit', 'report')).out) as BlindReport
  expect(report.graders).toEqual({ anna: 50, ben: 50 })
  expect(report.arms).toHaveLength(2)
  expect(new Set(report.arms.map(({ configuration }) => configuration)).size).toBe(2)
  for (const { graded, grades } of report.arms) {
    expect(graded).toBe(25)
    expect(grades.useful.count + grades.partly.count + grades.wrong.count).toBe(25)
    expect(grades.useful.low).toBeLessThan(grades.useful.share)
    expect(grades.useful.high).toBeGreaterThan(grades.useful.share)
  }
  // Unblinded, the grades of both arms are those that were given.
  expect(report.arms.reduce((sum, { grades }) => sum + grades.useful.count, 0)).toBe(first.filter(({ grade }) => grade === 'useful').length)
  expect(report.agreement).toMatchObject({ graders: ['anna', 'ben'], items: 50 })
  expect(report.agreement?.kappa).toBeLessThan(1)
  expect(report.agreement?.kappa).toBeGreaterThan(0.5)
  const unread = report.failures.find(({ cause }) => cause === 'fileNotRead')
  expect(unread?.items.some(({ question, evidence }) => question.includes('warranty') && evidence.includes('warranty terms.pdf could not be read'))).toBe(true)
  for (const { items } of report.failures) for (const { evidence } of items) expect(evidence).not.toBe('')

  const kept = JSON.parse((await cli('questions', 'show', report.questionSet)).out) as { text: string }
  expect(parseQuestionSet(kept.text).length).toBeGreaterThan(20)
  expect((await cli('eval', report.questionSet, '--retrieval-only')).code).toBe(0)

  const bad = path.join(folder, 'bad.jsonl')
  await writeFile(bad, '{"itemId":"i1","grade":"good"}')
  expect((await cli('audit', 'grade', bad)).code).toBe(2)
  await writeFile(bad, '{"itemId":"i1","grade":"useful"}')
  expect((await cli('audit', 'grade', bad)).code).toBe(2)
})

import { expect, test } from 'vitest'
import { answerReport, reportOf } from '../../src-main/core/exports/answerReport.ts'
import { reportToHtml } from '../../src-main/core/exports/reportToHtml.ts'
import { reportToMarkdown } from '../../src-main/core/exports/reportToMarkdown.ts'
import { exportedAnswer } from '../fixtures/exportedAnswer.ts'

test('a report keeps paragraphs, verdicts and marks, and gives back the source\'s own brackets', () => {
  const report = answerReport(exportedAnswer)
  expect(report.paragraphs).toHaveLength(2)
  expect(report.paragraphs[0]?.[0]).toEqual({ kind: 'text', text: 'The notice period is three months [12].', verdict: 'supported' })
  expect(report.paragraphs.flat().flatMap((run) => (run.kind === 'mark' ? [run.n] : []))).toEqual([1, 2, 1])
  expect(report.notes.map(({ place }) => place)).toEqual(['page 3', 'Sheet1 B4:D9'])
})

test('an answer that was not found keeps its message and its nearest quotes', () => {
  const report = answerReport({ ...exportedAnswer, status: 'not_found', grade: 'closest', text: 'No sentence clearly answers this. This is the nearest:\n\nA near one. [1]', sentences: [{ text: 'A near one.', citations: [1], verdict: 'weak', score: 0.5 }] })
  expect(report.paragraphs.map((runs) => runs.map((run) => (run.kind === 'mark' ? `[${run.n}]` : run.text)).join(''))).toEqual(['No sentence clearly answers this. This is the nearest:', 'A near one.[1]'])
})

test('Markdown has real footnotes, and nothing of a document becomes markup', () => {
  const markdown = reportToMarkdown(reportOf([exportedAnswer]))
  expect(markdown).toContain('three months \\[12\\].[^1]')
  expect(markdown).toMatch(/^\[\^2\]: table\.xlsx, Sheet1 B4:D9\. The file changed after it was read\.: “\\!\\\[x\\\]\(https:\/\/evil\) \\<script\\>”$/m)
  expect(markdown).toContain('(not supported by a source)')
})

test('HTML links marks and notes, loads nothing, and escapes everything', () => {
  const html = reportToHtml(reportOf([exportedAnswer]))
  expect(html).not.toMatch(/<script|<img|onerror=|src=/i)
  expect(html).toContain("default-src 'none'")
  expect([...html.matchAll(/href="#note-(\d+)"/g)].map(([, n]) => n)).toEqual(['1', '2', '1'])
  for (const [, id] of html.matchAll(/href="#([^"]+)"/g)) expect(html).toContain(`id="${id}"`)
})

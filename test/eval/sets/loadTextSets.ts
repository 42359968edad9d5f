import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { parseQuestionSet } from '../../../src-main/core/evaluation/parseQuestionSet.ts'
import type { EvaluationSet } from '../EvaluationSet.ts'
import { plainUnit } from '../plainUnit.ts'

function jsonLines<Row>(file: string): Row[] {
  return readFileSync(file, 'utf8').split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Row)
}

/** Cranfield 1400: abstracts judged whole, relevance in four grades. */
export function loadCranfield(data: string): EvaluationSet {
  const folder = path.join(data, 'ir_cranfield')
  const corpus = jsonLines<{ _id: string; title: string; text: string }>(path.join(folder, 'corpus.jsonl'))
  const judged = new Map<string, Map<string, number>>()
  for (const line of readFileSync(path.join(folder, 'qrels.tsv'), 'utf8').split('\n').slice(1)) {
    const [query, document, score] = line.trim().split('\t')
    if (query === undefined || document === undefined || !(Number(score) > 0)) continue
    judged.set(query, (judged.get(query) ?? new Map<string, number>()).set(document, Number(score)))
  }
  return {
    name: 'ir_cranfield', isWhole: true,
    documents: corpus.filter(({ text }) => text.trim() !== '').map(({ _id, title, text }) => ({ name: _id, title, language: 'en', units: [plainUnit(text)] })),
    questions: jsonLines<{ _id: string; text: string }>(path.join(folder, 'queries.jsonl')).map(({ _id, text }) => {
      const relevance = judged.get(_id) ?? new Map<string, number>()
      return { id: _id, question: text, answers: [], answerable: true, documents: [...relevance.keys()], evidence: [], relevance }
    }),
  }
}

interface SquadFile {
  readonly data: readonly { readonly title: string; readonly paragraphs: readonly { readonly context: string; readonly qas: readonly { readonly id: string; readonly question: string; readonly answers: readonly { readonly text: string }[] }[] }[] }[]
}

/** XQuAD: every paragraph is a document; questions of one language over paragraphs of the same or another. */
export function loadXquad(data: string, questionLanguage: string, textLanguage = questionLanguage): EvaluationSet {
  const read = (language: string) => JSON.parse(readFileSync(path.join(data, 'xquad', `xquad.${language}.json`), 'utf8')) as SquadFile
  const paragraphs = (file: SquadFile) => file.data.flatMap((article, a) => article.paragraphs.map((paragraph, p) => ({ name: `${a}-${p}`, title: article.title, paragraph })))
  const texts = paragraphs(read(textLanguage))
  const questions = paragraphs(read(questionLanguage))
  return {
    name: questionLanguage === textLanguage ? `xquad ${textLanguage}` : `xquad ${questionLanguage}→${textLanguage}`, isWhole: true,
    documents: texts.map(({ name, paragraph }) => ({ name, language: textLanguage, units: [plainUnit(paragraph.context)] })),
    questions: questions.flatMap(({ name, paragraph }) => paragraph.qas.map((qa) => ({
      id: qa.id, question: qa.question, answers: qa.answers.map(({ text }) => text), answerable: true, documents: [name], evidence: [{ document: name }],
    }))),
  }
}

/** SQuAD 2: articles as text files. The evidence is the paragraph. */
export function loadSquad2(data: string): EvaluationSet {
  const folder = path.join(data, 'squad2')
  return {
    name: 'squad2',
    documents: readdirSync(path.join(folder, 'docs')).sort().map((name) => ({ name, language: 'en', units: [plainUnit(readFileSync(path.join(folder, 'docs', name), 'utf8'))] })),
    questions: parseQuestionSet(readFileSync(path.join(folder, 'qa.jsonl'), 'utf8')),
  }
}

/** Chroma's chunking set: three long texts; evidence as excerpts. */
export function loadChunkingEvaluation(data: string): EvaluationSet {
  const folder = path.join(data, 'chunking_evaluation')
  const rows = jsonLines<{ id: string; docs: string[]; question: string; references: { content: string }[] }>(path.join(folder, 'questions.jsonl'))
  return {
    name: 'chunking_evaluation',
    documents: readdirSync(path.join(folder, 'docs')).sort().map((name) => ({ name, language: 'en', units: [plainUnit(readFileSync(path.join(folder, 'docs', name), 'utf8'))] })),
    questions: rows.map(({ id, docs, question, references }) => ({
      id, question, answers: [], answerable: true, documents: docs, evidence: references.map(({ content }) => ({ document: docs[0] ?? '', text: content })),
    })),
  }
}

interface ClapnqRow { readonly id: string; readonly input: string; readonly passages: readonly { readonly title: string; readonly text: string }[]; readonly output: readonly { readonly answer: string; readonly selected_sentences?: readonly unknown[] }[] }

/** CLAPNQ: Google questions; the passage of every question, also of those that it does not answer, is in the library. */
export function loadClapnq(data: string): EvaluationSet {
  const folder = path.join(data, 'clapnq')
  const rows = (['answerable', 'unanswerable'] as const).flatMap((kind) => jsonLines<ClapnqRow>(path.join(folder, `${kind}.jsonl`)).map((row) => ({ row, answerable: kind === 'answerable' })))
  return {
    name: 'clapnq',
    documents: rows.flatMap(({ row }) => row.passages.map((passage, index) => ({ name: `${row.id}-${index}`, title: passage.title, language: 'en', units: [plainUnit(passage.text)] }))),
    questions: rows.map(({ row, answerable }) => ({
      id: row.id, question: row.input, answers: answerable ? row.output.map(({ answer }) => answer).filter((answer) => answer !== '') : [], answerable,
      documents: row.passages.map((_, index) => `${row.id}-${index}`), evidence: row.passages.map((_, index) => ({ document: `${row.id}-${index}` })), type: answerable ? 'answerable' : 'unanswerable',
    })),
  }
}

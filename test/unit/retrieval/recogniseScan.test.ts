import { expect, test } from 'vitest'
import { recogniseScan } from '../../../src-main/core/retrieval/recogniseScan.ts'

test.each([
  ['Which documents mention the covenant holiday?', { kind: 'list', subject: 'covenant holiday', terms: ['coven', 'holidai'], isPhrase: false, types: [], calledAs: [] }],
  ['which of my files contain "Project Falcon"?', { kind: 'list', subject: 'Project Falcon', isPhrase: true }],
  ['List all contracts with Contoso.', { kind: 'list', subject: 'Contoso', calledAs: ['contract', 'agreement', 'vertrag'] }],
  ['How many reports mention inflation?', { kind: 'count', subject: 'inflation', calledAs: ['report', 'bericht'] }],
  ['How many emails are there?', { kind: 'count', subject: '', terms: [], types: ['eml', 'msg', 'mbox'] }],
  ['Show me every spreadsheet about freight rates', { kind: 'list', subject: 'freight rates', types: ['xlsx', 'xls', 'xlsm', 'ods', 'csv', 'tsv'] }],
  ['In how many documents is Anna Berg mentioned?', { kind: 'count', subject: 'Anna Berg', isPhrase: false }],
  ['In which files does ISO 27001 appear?', { kind: 'list', subject: 'ISO 27001' }],
  ['Welche Dokumente erwähnen die Kündigungsfrist?', { kind: 'list' }],
])('a question about the library is one: %s', (question, expected) => {
  const scan = recogniseScan(question)
  expect({ ...scan, terms: scan?.terms.map((term) => (term.startsWith('coven') ? 'coven' : term.startsWith('holida') ? 'holidai' : term)), calledAs: scan?.calledAs.map((term) => (term === 'agreement' || term === 'agreem' ? 'agreement' : term)) }).toMatchObject(expected)
})

test.each([
  ['List every email from Andris', { kind: 'list', types: ['eml', 'msg', 'mbox'], restriction: { author: ['Andris'] } }],
  ['How many mails did I get from Anna Berg?', { kind: 'count', types: ['eml', 'msg', 'mbox'], restriction: { author: ['Anna Berg'] } }],
  ['How many reports from 2023 are there?', { kind: 'count', restriction: { after: ['2023'], before: ['2023'] } }],
  ['Which files were written in March 2024?', { kind: 'list', restriction: { after: ['2024-03'], before: ['2024-03'] } }],
])('by whom or of when the documents must be: %s', (question, expected) => expect(recogniseScan(question)).toMatchObject({ subject: '', ...expected }))

// Taken for a look through the library, these would get a list of files instead of their answer.
test.each([
  'How many employees does Contoso have?', 'What documents do I need to open an account?', 'List all risks that the report mentions.', 'How many documents must the borrower deliver each quarter?',
  'What does the contract say about notice?', 'Which company acquired Fabrikam?', 'What files are needed to build the project?', 'What is mentioned in the report about debt?', 'How many slides may a talk have at most?',
  'Which reports are due in June?', 'List all items of the agenda', 'How many texts of law apply?', 'What papers did Einstein publish in 1905?',
])('a question about what documents say is none: %s', (question) => {
  expect(recogniseScan(question)).toBeUndefined()
})

import { describe, expect, it } from 'vitest'
import type { DocumentId } from '../../../src-shared/domain/ids.ts'
import type { DocumentSummary } from '../../../src-main/core/ports/LibraryReader.ts'
import { analyseQuestion, joinFilters } from '../../../src-main/core/retrieval/analyseQuestion.ts'
import { classifyQuestion } from '../../../src-main/core/retrieval/classifyQuestion.ts'
import { documentProfile } from '../../../src-main/core/retrieval/documentProfile.ts'
import { findMentions } from '../../../src-main/core/retrieval/findMentions.ts'
import { rewriteFollowUp } from '../../../src-main/core/retrieval/rewriteFollowUp.ts'

function document(path: string, opening = '', fields: Partial<DocumentSummary> = {}): DocumentSummary {
  return { documentId: path as DocumentId, path: `/library/${path}`, sha256: '', mediaType: '', modified: '2024-01-01T00:00:00Z', sizeBytes: 1, opening, chunks: 40, ...fields }
}

const filings = [
  ['2022 Q3 AAPL.pdf', 'Form 10-Q for the quarterly period ended June 25, 2022. Apple Inc.'], ['2023 Q1 AAPL.pdf', 'Form 10-Q for the quarterly period ended December 31, 2022. Apple Inc.'],
  ['2023 Q3 AAPL.pdf', 'Form 10-Q for the quarterly period ended July 1, 2023. Apple Inc.'], ['2023 Q3 AMZN.pdf', 'Form 10-Q for the quarterly period ended September 30, 2023. Amazon.com, Inc.'],
  ['Annual letter.docx', 'To our shareholders.'], ['Re budget.eml', 'From: Anna Berg', 'Anna Berg'],
].map(([path, opening, author]) => documentProfile(document(path ?? '', opening, author === undefined ? {} : { author })))

describe('findMentions', () => {
  it('finds years, quarters in every form, and dates', () => {
    expect(findMentions('Q3 2023, 2Q22, the first quarter of 2021 and FY24')).toMatchObject({ quarters: [{ quarter: 3, year: 2023 }, { quarter: 2, year: 2022 }, { quarter: 1, year: 2021 }] })
    expect(findMentions('FY24 against FY 2023').years).toEqual([2023, 2024])
    expect(findMentions('signed on March 5, 2024, or on 6 April 2024, or 2024-05-07').dates).toEqual(['2024-05-07', '2024-03-05', '2024-04-06'])
  })

  it('finds names and not the word that begins the sentence', () => {
    expect(findMentions("What were Apple's net sales compared with Officine Ottiche?").names).toEqual(['Apple', 'Officine Ottiche'])
  })

  it.each(['ISO 27001', '1.0.21', 'A-17/b', '4711-B', 'LP-220/7'])('finds the identifier %s', (identifier) => {
    expect(findMentions(`Where is ${identifier} described?`).identifiers).toContain(identifier)
  })
})

describe('classifyQuestion', () => {
  it.each([
    ['How many invoices are there?', 'count'], ['List all suppliers.', 'list'], ['How did sales change from 2022 to 2023?', 'comparison'], ['Compare the two leases.', 'comparison'],
    ['What is the notice period?', 'plain'], ['What is the notice period, and who must be told about it?', 'parts'],
  ])('%s → %s', (question, kind) => expect(classifyQuestion(question).kind).toBe(kind))

  it('asks a comparison of periods once a period', () => {
    expect(classifyQuestion('How did net sales change from 2022 to 2023?').parts).toEqual(['How did net sales change in 2022?', 'How did net sales change in 2023?'])
  })

  it('knows questions over several documents and for the newest state', () => {
    expect(classifyQuestion('How have net sales changed over time?').spansDocuments).toBe(true)
    expect(classifyQuestion('What is in the most recent 10-Q?').wantsLatest).toBe(true)
  })
})

describe('analyseQuestion', () => {
  it('points to the document that has every name, year and quarter of the question, the others far behind', () => {
    const { boosts } = analyseQuestion("What were Apple's net sales in Q3 2023?", filings)
    expect(boosts[0]).toMatchObject({ documentId: '2023 Q3 AAPL.pdf', strength: 1 })
    expect(boosts[1]?.strength ?? 0).toBeLessThan(0.5)
  })

  it('takes the latest of the documents that are meant', () => {
    expect(analyseQuestion("What does Apple's most recent 10-Q say about debt?", filings).boosts[0]?.documentId).toBe('2023 Q3 AAPL.pdf')
  })

  it('leaves the words that only name the document out of full text', () => {
    const { namingTerms } = analyseQuestion("What were Apple's net sales in Q3 2023?", filings)
    expect(namingTerms).toEqual(expect.arrayContaining(['appl', 'q3', '2023']))
    expect(namingTerms).not.toContain('sale')
  })

  it('keeps them where documents are so short that there is nothing to choose inside', () => {
    const short = ['Apple.md', 'Pear.md'].map((path) => documentProfile(document(path, '', { chunks: 1 })))
    expect(analyseQuestion('How does Apple grow?', short).namingTerms).toEqual([])
  })

  it('gives half weight to one plain word of a file name', () => {
    const files = ['office-furniture.pdf', 'contracts.pdf', 'menus.pdf'].map((path) => documentProfile(document(path)))
    expect(analyseQuestion('When does the office open?', files).boosts[0]?.strength).toBeCloseTo(0.5, 5)
  })

  it.each<[string, object]>([
    ['What is said about debt in the 2023 Q3 AMZN.pdf?', { doc: ['2023 Q3 AMZN.pdf'] }], ["What is the total from Anna's mail?", { type: ['eml', 'msg', 'mbox'], author: ['Anna'] }],
    ["What is said in Amazon's Q3 2023 10-Q?", { doc: ['2023 Q3 AMZN.pdf'] }],
  ])('filters by what the question demands: %s', (question, filter) => expect(analyseQuestion(question, filings).filter).toEqual(filter))

  it.each(["What is the total from Peter's mail?", 'What is said in the 2019 10-Q?', 'What is said in the report?'])('never filters by a demand that nothing matches: %s', (question) => {
    expect(analyseQuestion(question, filings).filter).toEqual({})
  })

  it("lets a person's filter stand against the recognised one", () => {
    expect(joinFilters({ type: ['pdf'] }, { type: ['eml'], author: ['Anna'] })).toEqual({ type: ['pdf'], author: ['Anna'] })
  })
})

describe('what a question demands of the documents', () => {
  const mixed = [
    ...filings, documentProfile(document('kickoff.pptx', 'Project kickoff, Q1 2023', { created: '2023-02-01T00:00:00Z' })), documentProfile(document('Q4 review.pptx', 'Review of Q4 2023', { created: '2024-01-10T00:00:00Z' })),
    documentProfile(document('Hello.eml', 'Hello', { author: 'Anna Berg <anna@example.org>', created: '2023-11-05T08:00:00Z' })), documentProfile(document('notes by anna.md', 'Notes', { author: 'Anna Berg' })),
  ]

  it.each([
    ['What were net sales in the 2023 10-Q of Apple?', { doc: ['2023 Q1 AAPL.pdf', '2023 Q3 AAPL.pdf'] }],
    ['What did Anna write about the budget?', { author: ['Anna'] }],
    ["According to Anna's mail, what is the total?", { type: ['eml', 'msg', 'mbox'], author: ['Anna'] }],
    ['When did Anna Berg send the figures?', { author: ['Anna Berg'], type: ['eml', 'msg', 'mbox'] }],
    ['What was decided in emails from November 2023?', { type: ['eml', 'msg', 'mbox'], after: ['2023-11'], before: ['2023-11'] }],
    ['What does the last slide say in the presentation about the kickoff?', { type: ['pptx', 'odp'] }],
    ["What is planned according to last quarter's deck?", { type: ['pptx', 'odp'] }],
    ['What did Bert write about the budget?', {}], ['What was decided in emails from May 2019?', {}], ['What is in the spreadsheet?', {}],
  ])('%s', (question, filter) => expect(analyseQuestion(question, mixed).filter).toEqual(filter))

  it('takes the latest among the files of the type that is meant', () => {
    expect(analyseQuestion('What is planned in the latest deck?', mixed).boosts[0]?.documentId).toBe('Q4 review.pptx')
  })

  it('makes no name of a kind of filing, of “I” or of “every”', () => {
    const words = analyseQuestion('How many of every filing did I read in the 10-Q?', mixed).boosts.flatMap(({ matched }) => matched)
    for (const word of ['10', 'q', 'i', 'every']) expect(words.map((each) => each.toLowerCase())).not.toContain(word)
  })

  it('gives a part the words that its pronoun stands for', () => {
    expect(analyseQuestion('Who signed the facility agreement and when does it mature?', mixed).parts).toContain('when does it mature (signed facility agreement)?')
  })
})

describe('rewriteFollowUp', () => {
  it.each([
    ['What about Amazon?', "What were Apple's net sales in Q3 2023?", "What were Amazon's net sales in Q3 2023?"],
    ['and the year before?', "What were Apple's net sales in 2023?", "What were Apple's net sales in 2022?"],
    ['And the previous quarter?', 'What was the margin in Q1 2023?', 'What was the margin in Q4 2022?'],
    ['the next quarter?', 'What was the margin in Q1 2023?', 'What was the margin in Q2 2023?'],
  ])('%s', (question, before, whole) => expect(rewriteFollowUp(question, [{ question: before }])).toBe(whole))

  const history = [{ question: "What were Apple's net sales in 2023?" }]

  it('puts another period into the question before', () => {
    expect(rewriteFollowUp('And in 2022?', history)).toBe("What were Apple's net sales in 2022?")
  })

  it('brings the words that a pronoun stands for', () => {
    expect(rewriteFollowUp('How did they develop since?', history)).toContain('net sales')
  })

  it.each(['What is the notice period of the lease?', 'Which suppliers deliver detectors?'])('leaves a question alone that stands alone: %s', (question) => {
    expect(rewriteFollowUp(question, history)).toBeUndefined()
  })

  it('does nothing without a thread', () => {
    expect(rewriteFollowUp('And in 2022?', [])).toBeUndefined()
  })

  it('builds on the rewritten form of the turn before', () => {
    expect(rewriteFollowUp('And in 2021?', [...history, { question: 'And in 2022?', rewritten: "What were Apple's net sales in 2022?" }])).toBe("What were Apple's net sales in 2021?")
  })
})

import { OPEN_POLICY } from '../../../src-shared/domain/folderPolicy.ts'
import { DEFAULT_FOLDER_RULES } from '../../../src-shared/domain/folderRules.ts'
import type { Answer, Citation } from '../../../src-shared/domain/answer.ts'
import type { DocumentReport, Folder } from '../../../src-shared/domain/document.ts'
import type { AnswerId, DocumentId, ThreadId } from '../../../src-shared/domain/ids.ts'
import { narrowAnchor } from '../../../src-shared/domain/narrowAnchor.ts'
import type { Passage } from '../../../src-shared/domain/passage.ts'
import type { ParsedUnit, Segment } from '../../../src-shared/domain/unit.ts'
import { HOSTILE_MARKUP } from './hostile.ts'
import { makeAgreementPdf } from './makeAgreementPdf.ts'
import { readPdfUnits } from './readPdfUnits.ts'

export interface FakeLibrary {
  readonly folders: readonly Folder[]
  readonly documents: readonly DocumentReport[]
  readonly units: Readonly<Record<string, readonly ParsedUnit[]>>
  readonly answers: readonly Answer[]
}

export interface FakeFiles {
  readonly library: FakeLibrary
  readonly contents: ReadonlyMap<string, { readonly mediaType: string; readonly bytes: Uint8Array }>
}

const HOME = '/home/p.vermeer/Due diligence 2024'
const ids = { agreement: 'doc-agreement', compliance: 'doc-compliance', mail: 'doc-mail', minutes: 'doc-minutes' } as const

function report(documentId: string, path: string, mediaType: string, units: readonly ParsedUnit[], more: Partial<DocumentReport> = {}): DocumentReport {
  return {
    documentId: documentId as DocumentId, path, sha256: '9f2c'.padEnd(64, '0'), mediaType, sizeBytes: 184_000, modified: '2024-02-11T10:00:00Z', state: 'indexed', chunks: units.length * 2, elapsedMs: 120,
    units: units.map((unit) => ({ unit: unit.unit, kind: unit.kind, label: unit.label, source: unit.source, chars: unit.text.length, ...(unit.width === undefined ? {} : { width: unit.width }), ...(unit.height === undefined ? {} : { height: unit.height }), ...(unit.note === undefined ? {} : { note: unit.note }) })),
    ...more,
  }
}

function textUnit(base: Omit<ParsedUnit, 'text' | 'segments' | 'source' | 'unit'>, lines: readonly (readonly [text: string, role: Segment['role'], place: Segment['place']])[]): ParsedUnit {
  let text = ''
  const segments: Segment[] = []
  for (const [line, role, place] of lines) {
    if (text !== '') text += '\n'
    segments.push({ charStart: text.length, charEnd: text.length + line.length, role, block: segments.length, place })
    text += line
  }
  return { unit: 1, source: 'text', text, segments, ...base }
}

function cellRow(cells: readonly string[], row: number): readonly [string, Segment['role'], Segment['place']] {
  const columnStarts: number[] = []
  let text = ''
  for (const cell of cells) {
    if (text !== '') text += ' | '
    columnStarts.push(text.length)
    text += cell
  }
  return [text, 'table', { kind: 'cells', range: `A${row}:${String.fromCharCode(64 + cells.length)}${row}`, columnStarts }]
}

/** A small data room, made up, with every kind of document that the window draws, and the answers that its questions get. */
export async function makeFakeLibrary({ pages = 12, covenantPage = 5 } = {}): Promise<FakeFiles> {
  const agreement = await makeAgreementPdf({ pages, covenantPage })
  const units: Record<string, ParsedUnit[]> = {
    [ids.agreement]: await readPdfUnits(agreement),
    [ids.compliance]: [textUnit({ kind: 'cells', label: 'Covenants', facts: { sheet: 'Covenants' } }, [
      cellRow(['Test date', 'Net debt (EUR m)', 'Net leverage', 'Limit'], 14), cellRow(['31 December 2021', '412.0', '3.31x', '4.25x'], 15), cellRow(['31 December 2022', '398.5', '3.24x', '3.75x'], 16),
      cellRow(['30 June 2023', '391.2', '3.18x', '3.50x'], 17), cellRow(['31 December 2023', '387.9', '3.12x', '3.50x'], 18),
    ])],
    [ids.mail]: [textUnit({ kind: 'message', label: 'body', facts: { date: '2024-01-09T08:12:00Z', from: 'P. Vermeer' } }, [
      ['Dear Anna,', 'paragraph', { kind: 'message', part: 'body' }],
      ['Thank you for the figures. On the first quarter, we would be minded to consider a covenant holiday, subject to credit committee.', 'paragraph', { kind: 'message', part: 'body' }],
      ...HOSTILE_MARKUP.map((line) => [line, 'paragraph', { kind: 'message', part: 'body' }] as const),
      ['Kind regards, Pieter', 'paragraph', { kind: 'message', part: 'body' }],
    ])],
    [ids.minutes]: [textUnit({ kind: 'lines', label: 'text' }, Array.from({ length: 120 }, (_, index) => [
      index === 0 ? '# Board minutes, 12 March 2024' : index === 72 ? 'The board took note that the Rotterdam lease ends on 31 August 2026 and may be extended once.' : index % 6 === 0 ? '' : `${index}. The chair reported on item ${index}; no resolution was taken.`,
      index === 0 ? 'heading' : 'paragraph', { kind: 'lines', line: index + 1 },
    ] as const))],
  }
  const paths: Record<string, string> = {
    [ids.agreement]: `${HOME}/Contracts/Financing/Facility Agreement.pdf`, [ids.compliance]: `${HOME}/Contracts/Reporting/Compliance Q4-23.xlsx`, [ids.mail]: `${HOME}/Mail export/RE: covenant.msg`, [ids.minutes]: `${HOME}/Board minutes/2024-03-12.md`,
  }
  const documents = [
    report(ids.agreement, paths[ids.agreement] ?? '', 'application/pdf', units[ids.agreement] ?? [], { created: '2021-06-14T09:00:00Z', title: 'Facility Agreement', author: 'Legal', language: 'en' }),
    report(ids.compliance, paths[ids.compliance] ?? '', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', units[ids.compliance] ?? []),
    report(ids.mail, paths[ids.mail] ?? '', 'application/vnd.ms-outlook', units[ids.mail] ?? []),
    report(ids.minutes, paths[ids.minutes] ?? '', 'text/markdown', units[ids.minutes] ?? []),
    report('doc-locked', `${HOME}/Contracts/Share purchase, signed.pdf`, 'application/pdf', [], { state: 'failed', code: 'PASSWORD_NEEDED', message: 'This file is locked with a password.', action: 'Give the password; it is kept in memory only.' }),
    report('doc-old', `${HOME}/Contracts/Lease Rotterdam (copy).pdf`, 'application/pdf', [], { state: 'duplicate', duplicateOf: ids.agreement as DocumentId }),
    report('doc-hostile', `${HOME}/Contracts/"><img src=x onerror=alert(1)>.pdf`, 'application/pdf', [], { state: 'failed', code: 'DAMAGED_FILE', message: 'This file is damaged and could not be read.', action: 'Open it in its own application, save it again, and add it once more.' }),
    ...['Amendment No. 1.pdf', 'Amendment No. 2.pdf', 'Intercreditor Agreement.pdf', 'Security Trust Deed.pdf', 'Hedging Letter.docx', 'Fee Letter.docx', 'Structure Memorandum.pptx'].map((name, index) => report(`doc-more-${index}`, `${HOME}/Contracts/Financing/${name}`, 'application/pdf', [])),
  ]
  function cite(n: number, document: keyof typeof ids, unit: number, quote: string): Citation {
    const documentId = ids[document]
    const parsed = units[documentId]?.[unit - 1]
    if (parsed === undefined) throw new Error(`no unit ${unit} in ${documentId}`)
    // The quote as it is stored: a line may end inside it.
    const match = new RegExp(quote.split(/\s+/).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('\\s+')).exec(parsed.text)
    if (match === null) throw new Error(`“${quote}” is not in ${documentId}`)
    return { n, documentId: documentId as DocumentId, path: paths[documentId] ?? '', sha256: '9f2c'.padEnd(64, '0'), anchor: narrowAnchor(parsed, match.index, match.index + match[0].length), quote: match[0], stale: false }
  }
  const covenant = [
    cite(1, 'agreement', covenantPage, 'the ratio of Net Debt to Consolidated EBITDA shall not exceed 3.50 to 1.00'), cite(2, 'compliance', 1, '31 December 2023 | 387.9 | 3.12x'),
    cite(3, 'mail', 1, 'we would be minded to consider a covenant holiday'), cite(4, 'minutes', 1, 'the Rotterdam lease ends on 31 August 2026'),
  ]
  const passages: Passage[] = covenant.map((citation, index) => ({ rank: index + 1, documentId: citation.documentId, path: citation.path, anchor: citation.anchor, text: citation.quote, score: 0.9 - index * 0.1, stale: false, trace: { lexicalRank: index + 1, lexicalScore: 12.4 - index, vectorRank: 4 - index, vectorScore: 0.71 - index * 0.02, fused: 0.9 - index * 0.1 } }))
  const base = {
    threadId: 'thread-covenants' as ThreadId, confidence: 0.9, mode: 'generated' as const, warnings: [], model: null, config: { fingerprint: '4b1f09ac' }, passages,
    timingsMs: { queue: 0, retrieve: 140, rerank: 0, firstToken: 310, generate: 1200, ground: 150, total: 1800 }, usage: { promptTokens: 912, completionTokens: 84 }, asked: '2024-04-02T09:30:00Z',
  }
  const answers: Answer[] = [
    {
      ...base, answerId: 'answer-covenant' as AnswerId, question: 'What is the leverage covenant, and how much headroom was left at the end of 2023?', status: 'answered', grade: 'found',
      text: 'Net leverage may not exceed 3.50× consolidated EBITDA on any test date. [1] On 31 December 2023 it stood at 3.12×, [2] which leaves 0.38×, or 10.9 % of the limit. [1][2] The lender agreed to a holiday for the first quarter of 2024. [3] The lease of the Rotterdam site ends on 31 August 2026. [4]',
      sentences: [
        { text: 'Net leverage may not exceed 3.50× consolidated EBITDA on any test date.', citations: [1], verdict: 'supported', score: 0.96 },
        { text: 'On 31 December 2023 it stood at 3.12×, which leaves 0.38×, or 10.9 % of the limit.', citations: [1, 2], verdict: 'supported', score: 0.91 },
        { text: 'The lender agreed to a holiday for the first quarter of 2024.', citations: [3], verdict: 'weak', score: 0.44, reason: '“consider”, not “agreed”' },
        { text: 'The lease of the Rotterdam site ends on 31 August 2026.', citations: [4], verdict: 'supported', score: 0.93 },
      ],
      citations: covenant, audit: { sequence: 1482, hash: 'c0ffee'.padEnd(64, '1') },
    },
    {
      ...base, answerId: 'answer-none' as AnswerId, question: 'Who audits the pension fund?', status: 'not_found', grade: 'closest', text: 'Not found.', sentences: [], citations: [], audit: { sequence: 1483, hash: 'c0ffee'.padEnd(64, '2') },
      warnings: [{ code: 'LOW_OCR_CONFIDENCE', message: 'Two pages of “Facility Agreement.pdf” were read with low confidence.' }],
    },
  ]
  const folders = ['Contracts', 'Board minutes', 'Mail export'].map((name, index): Folder => ({ folderId: `folder-${index}`, path: `${HOME}/${name}`, watched: true, reachable: index < 2, documents: [1204, 88, 9310][index] ?? 0, rules: DEFAULT_FOLDER_RULES, policy: OPEN_POLICY }))
  const hostile = cite(1, 'mail', 1, HOSTILE_MARKUP[0] ?? '')
  answers.push({
    ...base, answerId: 'answer-hostile' as AnswerId, threadId: 'thread-hostile' as ThreadId, question: `What does ${HOSTILE_MARKUP[1]} say?`, status: 'answered', grade: 'found',
    text: HOSTILE_MARKUP.map((line) => `${line.replaceAll('[', '\\[')} [1]`).join('\n'), sentences: [{ text: HOSTILE_MARKUP[1] ?? '', citations: [1], verdict: 'weak', score: 0.4, reason: HOSTILE_MARKUP[2] ?? '' }],
    citations: [{ ...hostile, path: `${HOME}/Contracts/${HOSTILE_MARKUP[1]}.msg` }], warnings: [{ code: 'INJECTION_SUSPECTED', message: HOSTILE_MARKUP[8] ?? '' }], audit: { sequence: 1484, hash: 'c0ffee'.padEnd(64, '3') },
    passages: [{ rank: 1, documentId: hostile.documentId, path: hostile.path, anchor: hostile.anchor, text: HOSTILE_MARKUP.join('\n'), score: 0.9, stale: false }],
  })
  return { library: { folders, documents, units, answers }, contents: new Map([[ids.agreement, { mediaType: 'application/pdf', bytes: agreement }]]) }
}

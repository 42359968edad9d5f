import { expect, test } from 'vitest'
import { isTitleLine } from '../../../src-main/core/answering/isTitleLine.ts'

test.each(['21. Financial covenants', '4.2 Notice of default', 'Gender Affirming Care', '§ 12 Haftung', 'Introduction ........ 3', 'STATEMENTS OF CASH FLOWS (in millions) (unaudited)', '(In millions, except per share amounts)'])('a title: %s', (text) => expect(isTitleLine(text)).toBe(true))

// Taken for titles, these would lose as evidence.
test.each(['3 Employees left the company in May', 'The notice period is three months.', '21. The Borrower shall ensure that net leverage does not exceed the limit', 'net leverage limit', 'net leverage fell (by 3 points)'])('no title: %s', (text) => expect(isTitleLine(text)).toBe(false))

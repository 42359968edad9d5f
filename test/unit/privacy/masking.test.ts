import { describe, expect, it, test } from 'vitest'
import { phoneNumbers } from '../../../src-main/adapters/phone/phoneNumbers.ts'
import { createMasker, maskSpans } from '../../../src-main/core/privacy/createMasker.ts'
import { PLACEHOLDERS } from '../../../src-shared/domain/privacy.ts'
import { maskingTable, measureMasking } from '../../eval/maskingFigures.ts'

const masker = createMasker(phoneNumbers)

test('on the made-up set the masking finds and spares as much as it once did', () => {
  const report = measureMasking()
  process.stdout.write(`${maskingTable(report)}\n`)
  const floors = { mail: [1, 0.92], phone: [0.96, 0.88], iban: [1, 0.96], card: [1, 0.86], nationalId: [0.95, 0.93], all: [0.97, 0.91] } as const
  for (const { kind, precision, recall } of report.figures) {
    expect(precision, `precision of ${kind}`).toBeGreaterThanOrEqual(floors[kind][0])
    expect(recall, `recall of ${kind}`).toBeGreaterThanOrEqual(floors[kind][1])
  }
  // Every country's rule finds something: a broken one would hide among the others.
  for (const country of ['DE', 'US', 'GB', 'FR', 'ES', 'IT', 'NL', 'SE']) expect(report.misses.filter((line) => line.endsWith(`(${country})`)), country).toEqual([])
})

describe('a single character that breaks a checksum', () => {
  it.each([
    ['DE89 3704 0044 0532 0130 00', 'DE89 3704 0044 0532 0130 01', 'IBAN '],
    ['4111 1111 1111 1111', '4111 1111 1111 1112', 'card '],
    ['RSSMRA85M01H501Q', 'RSSMRA85M01H501Z', 'C.F. '],
    ['12345678Z', '12345678A', 'DNI '],
    ['255081416802538', '255081416802539', 'NIR '],
    ['86 095 742 719', '86 095 742 718', 'IdNr. '],
    ['111222333', '111222334', 'BSN '],
    ['811228-9874', '811228-9875', 'personnummer '],
  ])('%s is hidden and %s is not', (valid, invalid, before) => {
    expect(masker.mask(before + valid)).not.toContain(valid)
    expect(masker.find(before + invalid)).toEqual([])
  })
})

test('a value is hidden whole, and what stands around it stays', () => {
  expect(masker.mask('Write to <jane.doe@example.org>, or call +49 30 23125 014; pay to DE89 3704 0044 0532 0130 00.'))
    .toBe('Write to <[mail address]>, or call [phone number]; pay to [bank account].')
})

test('what is masked is not masked again', () => {
  const once = masker.mask('jane.doe@example.org, 4111 1111 1111 1111, SSN 212-44-8190')
  expect(masker.mask(once)).toBe(once)
})

test('a part of a text hides a value that its edge cuts', () => {
  const text = 'Her card 4111 1111 1111 1111 was blocked.'
  const spans = masker.find(text)
  expect(maskSpans(text, spans, 0, text.indexOf(' 1111 1111 1111'))).toBe(`Her card ${PLACEHOLDERS.card}`)
  expect(maskSpans(text, spans, text.lastIndexOf('1111'))).toBe(`${PLACEHOLDERS.card} was blocked.`)
})

test('a number is not cut out of a longer one', () => {
  for (const text of ['X4111111111111111', '41111111111111112222', 'id=00DE89370400440532013000X', '1212-44-81900']) expect(masker.find(text), text).toEqual([])
})

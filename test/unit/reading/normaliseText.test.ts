import { describe, expect, it } from 'vitest'
import { normaliseLine, normaliseText } from '../../../src-main/core/reading/normaliseText.ts'

describe('the one form of stored text', () => {
  it('keeps words and turns every kind of line end into one', () => {
    expect(normaliseText('a\r\nb\rc\u2028d')).toBe('a\nb\nc\nd')
  })
  it('takes out what a reader cannot see: controls, marks of order, zero-width spaces, soft hyphens and tag characters', () => {
    expect(normaliseText('\uFEFFvis\u00ADible\u0000 \u200Btext\u{E0041}')).toBe('visible text')
  })
  it('keeps the joiners that Persian, Hindi and emoji are written with', () => {
    expect(normaliseText('می\u200Cخواهم 👩\u200D💻')).toBe('می\u200Cخواهم 👩\u200D💻')
  })
  it('composes letters, so that a decomposed name is found by its usual spelling', () => {
    expect(normaliseText('Zu\u0308rich')).toBe('Zürich')
  })
  it('is a fixed point: what is stored can be normalised again without moving a character', () => {
    const once = normaliseText('e\u0301\u00a0x\ud800\r\n\u0085')
    expect(normaliseText(once)).toBe(once)
  })
  it('folds a cell to one line', () => {
    expect(normaliseLine('  two\n lines\u00a0here ')).toBe('two lines here')
  })
})

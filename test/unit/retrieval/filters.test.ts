import { describe, expect, it } from 'vitest'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import { dateBounds, dateSpan, matchesFilter } from '../../../src-main/core/retrieval/matchesFilter.ts'
import { parseFilter } from '../../../src-main/core/retrieval/parseFilter.ts'

describe('parseFilter', () => {
  it('joins different keys and collects values of the same key', () => {
    expect(parseFilter(['type:pdf', 'type:docx', 'after:2024-01-31'])).toEqual({ type: ['pdf', 'docx'], after: ['2024-01-31'] })
  })

  it('reads several filters from one text', () => {
    expect(parseFilter(['path:reports/2024 name:*.pdf'])).toEqual({ path: ['reports/2024'], name: ['*.pdf'] })
  })

  it('lets a value hold spaces, quoted or not, and colons', () => {
    expect(parseFilter(['author:Anna Berg type:pdf'])).toEqual({ author: ['Anna Berg'], type: ['pdf'] })
    expect(parseFilter(['author:"Anna Berg"'])).toEqual({ author: ['Anna Berg'] })
    expect(parseFilter(['path:C:\\files\\2024'])).toEqual({ path: ['C:\\files\\2024'] })
  })

  it.each([
    ['colour:red', 'colour'], ['pdf', 'pdf'], ['type:', 'type'], ['after:yesterday', 'yesterday'], ['before:2024-02-30', '2024-02-30'], ['reports type:pdf', 'reports'],
  ])('refuses %s and names what is wrong', (text, named) => {
    const error = caught(() => parseFilter([text]))
    expect(error.code).toBe('WRONG_USAGE')
    expect(error.message).toContain(named)
  })
})

describe('dates of a filter', () => {
  it('spans the whole year, month or day that was named', () => {
    expect(dateSpan('2024')).toEqual({ fromMs: Date.UTC(2024, 0, 1), beforeMs: Date.UTC(2025, 0, 1) })
    expect(dateSpan('2024-12')).toEqual({ fromMs: Date.UTC(2024, 11, 1), beforeMs: Date.UTC(2025, 0, 1) })
    expect(dateSpan('2024-02-29')).toEqual({ fromMs: Date.UTC(2024, 1, 29), beforeMs: Date.UTC(2024, 2, 1) })
  })

  it('takes the widest of several bounds, since values of one key are an "or"', () => {
    expect(dateBounds({ after: ['2024', '2022'], before: ['2023'] })).toEqual({ fromMs: Date.UTC(2022, 0, 1), beforeMs: Date.UTC(2024, 0, 1) })
  })
})

describe('matchesFilter', () => {
  const facts = { documentId: 'd1', path: '/lib/Reports/2024/Q1 (final).pdf', name: 'Q1 (final).pdf', type: 'pdf', author: 'Anna Berg', language: 'en', dateMs: Date.UTC(2024, 2, 31, 20) }

  it('lets everything through when it is empty', () => {
    expect(matchesFilter(facts, {})).toBe(true)
    expect(matchesFilter(facts, { type: [] })).toBe(true)
  })

  it('needs every key and any value of each', () => {
    expect(matchesFilter(facts, { type: ['docx', 'pdf'], author: ['berg'] })).toBe(true)
    expect(matchesFilter(facts, { type: ['pdf'], author: ['bob'] })).toBe(false)
  })

  it('counts the last day in', () => {
    expect(matchesFilter(facts, { before: ['2024-03-31'] })).toBe(true)
    expect(matchesFilter(facts, { after: ['2024-04'] })).toBe(false)
  })

  it('takes brackets and points of a glob literally', () => {
    expect(matchesFilter(facts, { name: ['q? (final).pdf'] })).toBe(true)
    expect(matchesFilter(facts, { name: ['q1 (final)xpdf'] })).toBe(false)
    expect(matchesFilter(facts, { name: ['q1'] })).toBe(false)
  })
})

function caught(work: () => unknown): AppError {
  try {
    work()
  } catch (error) {
    if (error instanceof AppError) return error
  }
  throw new Error('It did not throw an AppError.')
}

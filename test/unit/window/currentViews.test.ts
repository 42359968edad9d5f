import { expect, it } from 'vitest'
import { currentViews, newAnswerView, type AnswerView } from '../../../src-renderer/state/AnswerView.ts'
import type { AnswerId } from '../../../src-shared/domain/ids.ts'

const view = (id: string, replaces: string | null = null): AnswerView => ({ ...newAnswerView(id, id, { replaces: replaces as AnswerId | null }), answerId: id as AnswerId })

it('shows the newest answer of each question in the place of the first', () => {
  expect(currentViews([view('a'), view('b'), view('a2', 'a'), view('c'), view('a3', 'a2')]).map(({ key }) => key)).toEqual(['a3', 'b', 'c'])
})

it('shows an answer whose former one is not in this thread, and one that is still without an id', () => {
  const waiting = { ...newAnswerView('asked-1', 'q', { replaces: 'a' as AnswerId }), answerId: null }
  expect(currentViews([view('x', 'gone'), view('a'), waiting]).map(({ key }) => key)).toEqual(['x', 'asked-1'])
})

import { describe, expect, it } from 'vitest'
import { earlierQuestions, walkHistory, type HistoryWalk } from '../../../src-renderer/features/ask/walkHistory.ts'

/** Presses keys one after the other, beginning with a draft; what stands in the field after each. */
function walked(questions: readonly string[], draft: string, keys: string): string[] {
  let walk: HistoryWalk | null = null
  let text = draft
  return [...keys].map((key) => {
    const step = walkHistory(questions, walk, key === '↑' ? 'older' : 'newer', text)
    if (step !== null) ({ walk, text } = step)
    return text
  })
}

describe('earlier questions', () => {
  it('are the thread’s, newest first, then the library’s, each once', () => {
    expect(earlierQuestions(['first', 'second '], ['second', 'elsewhere', 'first', ' '])).toEqual(['second', 'first', 'elsewhere'])
  })

  it('are walked to the oldest and back to the draft', () => {
    expect(walked(['b', 'a'], 'half a quest', '↑↑↑↓↓↓')).toEqual(['b', 'a', 'a', 'b', 'half a quest', 'half a quest'])
    expect(walked([], 'draft', '↑↓')).toEqual(['draft', 'draft'])
  })
})

import { describe, expect, it } from 'vitest'
import type { AnswerSentence } from '../../../src-shared/domain/answer.ts'
import { createStreamParser, parseAnswerText, settledText, takeMarks } from '../../../src-renderer/features/ask/parseAnswerText.ts'

function sentence(text: string, verdict: AnswerSentence['verdict'] = 'supported', citations: number[] = []): AnswerSentence {
  return { text, verdict, citations, score: 1 }
}
const flat = (raw: string, sentences: AnswerSentence[] = []) => parseAnswerText(raw, sentences).map((block) => block.pieces.map((piece) => (piece.kind === 'mark' ? `<${piece.n}>` : piece.text)).join(''))

describe('marks in an answer', () => {
  it('are taken out of the text, with the space before them', () => {
    expect(takeMarks('A limit. [1] Next [2].')).toEqual({ plain: 'A limit. Next.', marks: [{ at: 8, n: 1 }, { at: 13, n: 2 }] })
  })
  it('are told from a bracketed number of the source, which is written \\[12]', () => {
    expect(takeMarks('See \\[12] there [3]')).toEqual({ plain: 'See [12] there', marks: [{ at: 14, n: 3 }] })
  })
  it('stand behind the sentence that they belong to', () => {
    const [block] = parseAnswerText('First. [1] Second. [2]', [sentence('First.', 'supported', [1]), sentence('Second.', 'weak', [2])])
    expect(block?.pieces).toEqual([
      { kind: 'text', text: 'First.', sentence: 0 }, { kind: 'mark', n: 1, sentence: 0 }, { kind: 'text', text: ' ', sentence: null }, { kind: 'text', text: 'Second.', sentence: 1 }, { kind: 'mark', n: 2, sentence: 1 },
    ])
  })
})

describe('an answer as blocks', () => {
  it('keeps paragraphs and lists apart and drops the bullets', () => {
    expect(parseAnswerText('Two things:\n- one [1]\n- two [2]\n\nThe end.', []).map((block) => block.kind)).toEqual(['paragraph', 'item', 'item', 'paragraph'])
    expect(flat('Two things:\n- one [1]\n\nThe end.')).toEqual(['Two things:', 'one<1>', 'The end.'])
  })
  it('finds a sentence whose white space differs from the text', () => {
    const pieces = parseAnswerText('Net debt\nrose. It fell.', [sentence('Net debt rose.', 'unsupported'), sentence('It fell.')]).flatMap((block) => block.pieces)
    expect(pieces.filter((piece) => piece.sentence === 0).map((piece) => (piece.kind === 'text' ? piece.text : ''))).toEqual(['Net debt', 'rose.'])
  })
  it('shows the sentences themselves when one in doubt is not in the text, so that doubt is never lost', () => {
    const blocks = parseAnswerText('Something else. [1]', [sentence('It is 5.', 'supported', [1]), sentence('It may be 6.', 'unsupported')])
    expect(blocks.flatMap((block) => block.pieces).some((piece) => piece.kind === 'text' && piece.sentence === 1 && piece.text === 'It may be 6.')).toBe(true)
    expect(flat('Something else. [1]', [sentence('It is 5.', 'supported', [1]), sentence('It may be 6.', 'unsupported')])).toEqual(['It is 5.<1> It may be 6.'])
  })
})

describe('text that is still being written', () => {
  it('ends at the last whole word', () => expect(settledText('Net leverage may not exc')).toBe('Net leverage may not '))
  it('never shows half of a mark', () => {
    expect(settledText('the limit. [')).not.toContain('[')
    expect(settledText('the limit. [1')).not.toContain('[')
    expect(settledText('the limit. [1] ')).toBe('the limit. [1] ')
  })
  it('does not wait for spaces in a language that has none', () => expect(settledText('净负债与合并息税折旧摊销前利润之比不得超过三点五倍且应于每个测试日进行测试并由母公司负责')).not.toBe(''))
})

describe('a text that grows', () => {
  const whole = 'First line. [1]\n- an item [2]\n- another \\[7]\n\nThe last, still being wri'
  it('is parsed as the whole would be, at every length', () => {
    const parse = createStreamParser()
    for (let length = 1; length <= whole.length; length += 1) expect(parse(whole.slice(0, length))).toEqual(parseAnswerText(whole.slice(0, length), []))
  })
  it('keeps the blocks of complete lines, so that they are not drawn again', () => {
    const parse = createStreamParser()
    const before = parse(whole.slice(0, whole.indexOf('The last') + 3))
    const after = parse(whole)
    expect([before[0] === after[0], before[1] === after[1], before.at(-1) === after.at(-1)]).toEqual([true, true, false])
  })
  it('begins anew with another text', () => {
    const parse = createStreamParser()
    parse('One.\nTwo.')
    expect(parse('Three.\nFour.')).toEqual(parseAnswerText('Three.\nFour.', []))
  })
})

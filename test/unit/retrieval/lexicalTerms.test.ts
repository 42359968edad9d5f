import { describe, expect, it } from 'vitest'
import { contentWords, lexicalTerms } from '../../../src-main/core/retrieval/lexicalTerms.ts'
import { stemEnglish } from '../../../src-main/core/retrieval/stemEnglish.ts'

describe('stemEnglish', () => {
  // From the published vocabulary of the algorithm: pairs that each exercise another step.
  it.each([
    ['consistently', 'consist'], ['conspiracies', 'conspiraci'], ['knightly', 'knight'], ['generally', 'general'], ['hopping', 'hop'], ['hoping', 'hope'], ['cries', 'cri'],
    ['ties', 'tie'], ['gaps', 'gap'], ['this', 'this'], ['skies', 'sky'], ['exceeding', 'exceed'], ['luxuriate', 'luxuri'], ['consolingly', 'consol'], ['proceed', 'proceed'],
    ['relational', 'relat'], ['vietnamization', 'vietnam'], ['hopefulness', 'hope'], ['electrical', 'electr'], ['adjustment', 'adjust'], ['controll', 'control'], ["dog's", 'dog'],
  ])('%s → %s', (word, stem) => expect(stemEnglish(word)).toBe(stem))

  it('leaves words of other scripts and codes alone', () => {
    expect(['kündigungen', 'a17s', 'договоры'].map(stemEnglish)).toEqual(['kündigungen', 'a17s', 'договоры'])
  })
})

describe('lexicalTerms', () => {
  it('keeps numbers and versions whole and divides joined words', () => {
    expect(lexicalTerms('$1,234.5 in v1.0.21, see amazon.com/net-income')).toEqual(['1,234.5', 'in', 'v1.0.21', 'see', 'amazon', 'com', 'net', 'incom'])
  })

  it('cuts scripts without spaces into words', () => {
    expect(lexicalTerms('中国的首都是北京')).toContain('北京')
    expect(lexicalTerms('ภาษาไทย')).toEqual(['ภาษา', 'ไทย'])
  })

  it('keeps combining marks: Hindi words lose their vowels without them', () => {
    expect(lexicalTerms('हिन्दी भाषा')).toEqual(['हिन्दी', 'भाषा'])
  })

  it('sees composed and decomposed letters as the same', () => {
    expect(lexicalTerms('Zu\u0308rich')).toEqual(lexicalTerms('Z\u00fcrich'))
  })
})

describe('contentWords', () => {
  it('leaves out what only makes a question', () => {
    expect(contentWords('What were the net sales of Apple in 2023?').map(({ word }) => word)).toEqual(['net', 'sales', 'apple', '2023'])
  })

  it('keeps all words when there are no others', () => {
    expect(contentWords('Who is it?').length).toBeGreaterThan(0)
  })
})

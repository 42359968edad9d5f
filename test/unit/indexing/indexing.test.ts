import { describe, expect, it } from 'vitest'
import { signTest } from '../../../src-main/core/indexing/compareIndexes.ts'
import { createQuietGate } from '../../../src-main/core/indexing/createQuietGate.ts'
import { fittingEmbedder } from '../../../src-main/core/indexing/languageRule.ts'
import type { ModelEntry } from '../../../src-shared/domain/model.ts'

describe('the sign test between two indexes', () => {
  it('gives the binomial tail', () => {
    expect(signTest(0, 0)).toBe(1)
    expect(signTest(5, 0)).toBeCloseTo(1 / 32)
    expect(signTest(1, 1)).toBeCloseTo(0.75)
    expect(signTest(0, 8)).toBe(1)
    expect(signTest(9, 1)).toBeCloseTo(11 / 1024)
  })
})

describe('the embedder that fits the languages of a library', () => {
  const model = (name: string, languages: 'en' | 'multilingual', more: Partial<ModelEntry> = {}): ModelEntry => ({
    name, role: 'embedding', path: '', sizeBytes: 1, sha256: name, licence: '', source: '', bundled: true, active: false, contextTokens: 512, languages, ...more,
  })
  const [english, multilingual] = [model('small', 'en'), model('wide', 'multilingual')]
  const of = (languages: Record<string, number>, active = english, documents = 5) =>
    fittingEmbedder(new Map(Object.entries(languages).map(([language, chunks]) => [language, { documents: language === 'en' ? 5 : documents, chunks }])), active, [english, multilingual])?.name

  it('is the multilingual one from a tenth of the recognised text in other languages on', () => {
    expect(of({ en: 95, de: 5 })).toBeUndefined()
    expect(of({ en: 80, de: 12, zh: 8 })).toBe('wide')
    expect(of({ de: 3 })).toBe('wide')
  })

  it('stays when no language was recognised, or only one document among English ones is in another', () => {
    expect(of({})).toBeUndefined()
    expect(of({ en: 20, fr: 20 }, english, 1)).toBeUndefined()
    expect(of({ en: 20, fr: 20 }, english, 2)).toBe('wide')
    expect(of({ fr: 20 }, english, 1)).toBe('wide')
  })

  it('never goes back by itself, and never proposes a model that was set aside', () => {
    expect(of({ en: 100 }, multilingual)).toBeUndefined()
    expect(fittingEmbedder(new Map([['de', { documents: 3, chunks: 9 }]]), english, [english, model('wide', 'multilingual', { setAside: 'crashed' })])).toBeUndefined()
  })
})

describe('the quiet gate', () => {
  it('waits for what is under way, holds up what comes, and then lets it pass', async () => {
    const gate = createQuietGate()
    const steps: string[] = []
    const { promise: first, resolve: finishFirst } = Promise.withResolvers<undefined>()
    const passing = gate.pass(async () => {
      await first
      steps.push('first')
    })
    const quiet = gate.quiet(async () => {
      await Promise.resolve()
      steps.push('alone')
    })
    await Promise.resolve()
    const late = gate.pass(async () => { steps.push('late') })
    finishFirst(undefined)
    await Promise.all([passing, quiet, late])
    expect(steps).toEqual(['first', 'alone', 'late'])
  })

  it('opens again when the quiet work fails or is given up while it waits', async () => {
    const gate = createQuietGate()
    await expect(gate.quiet(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
    const { promise: busy, resolve: finish } = Promise.withResolvers<undefined>()
    const passing = gate.pass(() => busy)
    const abort = new AbortController()
    const waiting = gate.quiet(() => Promise.resolve('never'), abort.signal)
    await Promise.resolve()
    abort.abort(new Error('stopped'))
    await expect(waiting).rejects.toThrow('stopped')
    expect(await gate.pass(() => Promise.resolve('through'))).toBe('through')
    finish(undefined)
    await passing
  })
})

import { expect, it } from 'vitest'
import { questionsAtOnce, sequencesFor } from '../../../src-main/core/models/sideBySide.ts'
import type { ModelEntry } from '../../../src-shared/domain/model.ts'
import { DEFAULT_SETTINGS } from '../../../src-shared/domain/settings.ts'

const GIGABYTE = 1024 ** 3
/** 4 GB of weights, 1.5 GB of keys, values and working space. */
const model = { name: 'large', role: 'chat', sizeBytes: 4 * GIGABYTE, memoryBytes: 5.5 * GIGABYTE } as ModelEntry

it.each([[16, 1], [27, 1], [28, 2], [64, 2]])('in %i GB of memory the model writes %i at once', (gigabytes, expected) => {
  expect(sequencesFor(model, gigabytes * GIGABYTE)).toBe(expected)
})

it('works on one question at a time where no model writes, or its need is not known', () => {
  const generated = { ...DEFAULT_SETTINGS, answering: { ...DEFAULT_SETTINGS.answering, mode: 'generated' as const }, models: { ...DEFAULT_SETTINGS.models, chat: 'large' } }
  expect(questionsAtOnce(generated, [model], 64 * GIGABYTE)).toBe(2)
  expect(questionsAtOnce({ ...generated, answering: DEFAULT_SETTINGS.answering }, [model], 64 * GIGABYTE)).toBe(1)
  expect(questionsAtOnce(generated, [], 64 * GIGABYTE)).toBe(1)
  expect(sequencesFor({ sizeBytes: 1 }, 64 * GIGABYTE)).toBe(1)
})

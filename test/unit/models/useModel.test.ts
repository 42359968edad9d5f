import { describe, expect, it } from 'vitest'
import type { Configuration } from '../../../src-main/core/evaluation/Configuration.ts'
import { createGate } from '../../../src-main/core/evaluation/createGate.ts'
import type { EvaluationStore } from '../../../src-main/core/ports/EvaluationStore.ts'
import type { QuestionSet } from '../../../src-main/core/evaluation/Evaluation.ts'
import { summariseRun } from '../../../src-main/core/evaluation/summariseRun.ts'
import { hashContent } from '../../../src-main/core/audit/hashChain.ts'
import { useModel, type ModelUseRequest } from '../../../src-main/core/models/useModel.ts'
import type { ModelEntry } from '../../../src-shared/domain/model.ts'

const SET: QuestionSet = { name: 'mine', text: 'questions' }
const model = (name: string, role: ModelEntry['role'], over: Partial<ModelEntry> = {}): ModelEntry => ({ name, role, path: '', sizeBytes: 1, sha256: `${name}-file`, licence: '', source: '', bundled: false, active: false, contextTokens: 512, ...over })

function setUp() {
  const values = new Map<string, unknown>()
  const store: EvaluationStore = {
    save: (kind, name, _saved, value) => void values.set(`${kind} ${name}`, value), load: (kind, name) => values.get(`${kind} ${name}`), remove: (kind, name) => void values.delete(`${kind} ${name}`),
    list: (kind) => [...values.keys()].filter((key) => key.startsWith(`${kind} `)).map((key) => ({ name: key.slice(kind.length + 1), saved: '' })),
  }
  const state = { library: 'l', measured: [] as string[], used: [] as string[], built: [] as unknown[], notes: [] as unknown[] }
  const active = { name: 'default', version: 1, chunking: {}, retrieval: {}, answering: { mode: 'evidence' }, models: { embedding: 'bge', chat: null, reranker: null } } as unknown as Configuration
  /** How many of 40 questions are right with that writer. */
  const right: Record<string, number> = { quotes: 30, good: 40, even: 30, bad: 10 }
  const gate = createGate({
    store, now: () => '', state: () => Promise.resolve(state.library), keptSet: (name) => store.load('questionSet', name) as QuestionSet | undefined,
    measure: ({ models: { chat } }, set) => {
      state.measured.push(chat ?? 'quotes')
      const results = Array.from({ length: 40 }, (_, index) => ({ id: String(index), scores: { contained: Number(index < (right[chat ?? 'quotes'] ?? 0)) } }))
      return Promise.resolve(summariseRun(results, { questionSet: { sha256: hashContent(set.text), questions: 40 }, config: {} }))
    },
  })
  const models = [model('bge', 'embedding', { active: true }), model('e5', 'embedding'), model('good', 'chat'), model('even', 'chat'), model('bad', 'chat'), model('dead', 'chat', { setAside: 'It stopped its process three times.' })]
  const use = (request: ModelUseRequest) => useModel({
    models: { list: () => Promise.resolve(models), use: (name) => { state.used.push(name); return Promise.resolve(models) } }, evaluation: { gate, configurations: { active: () => active } as never },
    startReindex: (...given) => { state.built.push(given); return 'job' as never }, note: (event, detail) => void state.notes.push({ event, ...detail }), onChange: () => undefined,
  }, request)
  return { state, gate, use }
}

describe('making a model the default', () => {
  it('refuses one that answers significantly worse, and takes it for a reason that is logged', async () => {
    const { state, use } = setUp()
    expect(await use({ name: 'bad', questionSets: [SET] })).toMatchObject({ outcome: 'refused', gates: [{ questionSet: 'mine', passed: false, refused: [{ metric: 'contained', before: 0.75, after: 0.25 }] }] })
    expect([state.used, state.notes]).toEqual([[], []])
    expect(await use({ name: 'bad', questionSets: [SET], override: ' ' })).toMatchObject({ outcome: 'refused' })
    expect(await use({ name: 'bad', questionSets: [SET], override: 'it is for a demonstration' })).toMatchObject({ outcome: 'inForce', overridden: true })
    expect(state.used).toEqual(['bad'])
    expect(state.notes).toMatchObject([{ event: 'gateOverridden', model: 'bad', sha256: 'bad-file', reason: 'it is for a demonstration', questionSets: [{ name: 'mine' }], refused: [{ questionSet: 'mine', refused: [{ metric: 'contained' }] }] }])
    // Refused, refused and taken on one measurement each.
    expect(state.measured).toEqual(['quotes', 'bad'])
  })

  it('takes one that is no worse, says when it is better, and asks the same sets the next time', async () => {
    const { state, use } = setUp()
    expect(await use({ name: 'even', questionSets: [SET] })).toMatchObject({ outcome: 'inForce', gates: [{ passed: true, improved: [] }] })
    expect(await use({ name: 'good' })).toMatchObject({ outcome: 'inForce', gates: [{ questionSet: 'mine', passed: true, improved: [{ metric: 'contained', before: 0.75, after: 1 }] }] })
    expect(state.notes).toMatchObject([{ event: 'modelUsed', model: 'even' }, { event: 'modelUsed', model: 'good' }])
  })

  it('measures again when documents, program or model files are others', async () => {
    const { state, use } = setUp()
    await use({ name: 'bad', questionSets: [SET] })
    state.library = 'another'
    // Whoever was refused is not let through for leaving the questions out.
    expect(await use({ name: 'bad' })).toMatchObject({ outcome: 'refused' })
    await use({ name: 'bad', questionSets: [{ name: 'mine', text: 'other questions' }] })
    expect(state.measured).toEqual(['quotes', 'bad', 'quotes', 'bad', 'quotes', 'bad'])
  })

  it('leaves an embedder to the job that builds its index', async () => {
    const { state, gate, use } = setUp()
    expect(await use({ name: 'e5', questionSets: [SET], override: 'German' })).toMatchObject({ outcome: 'building', jobId: 'job' })
    expect(state.built).toEqual([['e5', 'German']])
    expect(gate.sets()).toEqual([SET])
    expect(await use({ name: 'bge' })).toMatchObject({ outcome: 'inForce' })
    expect(state.built).toHaveLength(1)
  })

  it('refuses what is not there or set aside before anything is measured', async () => {
    const { state, use } = setUp()
    await expect(use({ name: 'nothing', questionSets: [SET] })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(use({ name: 'dead', questionSets: [SET] })).rejects.toMatchObject({ code: 'MODEL_CRASHED' })
    expect(state.measured).toEqual([])
  })
})

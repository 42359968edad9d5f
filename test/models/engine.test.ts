import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Engine } from '../../src-main/core/Engine.ts'
import { composeEngine } from '../../src-main/hosts/composeEngine.ts'
import type { Answer, AnswerEvent } from '../../src-shared/domain/answer.ts'
import type { EngineEvent } from '../../src-shared/domain/event.ts'
import { provedTasks } from '../../src-shared/domain/model.ts'
import { killableModelHost } from './killableModelHost.ts'
import { silent } from './testModels.ts'

const resourcesDir = fileURLToPath(new URL('../../resources', import.meta.url))
const sample = join(resourcesDir, 'sample')
const demoModel = fileURLToPath(new URL('../../.demo-models/SmolLM2-135M-Instruct.Q4_1.gguf', import.meta.url))
const QUESTION = 'What must Net Debt to Consolidated EBITDA not exceed?'

let folder: string
let engine: Engine
const host = killableModelHost()
const events: EngineEvent[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footnote-engine-'))
  engine = await composeEngine({ dataDir: join(folder, 'library'), resourcesDir, logger: silent, launcher: host.launcher })
  // Each question here is to be answered anew, however often it is asked.
  engine.settings.update({ audit: { repeatAnswers: false } })
  engine.subscribe((event) => events.push(event))
  const { documents } = await engine.library.add([sample])
  expect(documents.map((document) => document.state)).toEqual(documents.map(() => 'indexed'))
})

afterAll(async () => {
  await engine.close()
  await rm(folder, { recursive: true, force: true })
})

/** What a person was told about the model process since `from`. */
function toldOfModels(from: number): string[] {
  return events.slice(from).flatMap((event) => (event.topic === 'models' && event.level === 'warning' ? [event.message] : []))
}

async function ask(question: string, options: { readonly model?: string | null; readonly onEvent?: (event: AnswerEvent) => void; readonly signal?: AbortSignal } = {}): Promise<Answer> {
  const steps = engine.questions.ask({ question, ...(options.model === undefined ? {} : { model: options.model }) }, options.signal)
  for (;;) {
    const step = await steps.next()
    if (step.done === true) return step.value
    options.onEvent?.(step.value)
  }
}

/** Every mark has its footnote, every quote is the stored text, and nothing unsupported passes for supported. */
function expectTrustworthy(answer: Answer): void {
  const numbers = answer.citations.map((citation) => citation.n)
  const marks = [...answer.text.matchAll(/(?<!\\)\[(\d+)\]/g)].map((match) => Number(match[1]))
  expect(new Set(marks)).toEqual(new Set(numbers))
  expect(numbers.length).toBeGreaterThan(0)
  for (const { documentId, anchor, quote } of answer.citations) {
    expect(engine.library.unit(documentId, anchor.unit).text.slice(anchor.charStart, anchor.charEnd)).toBe(quote)
  }
  for (const { text, verdict, citations } of answer.sentences) {
    for (const n of citations) expect(numbers).toContain(n)
    if (verdict !== 'supported') continue
    const quotes = answer.citations.filter((citation) => citations.includes(citation.n)).map((citation) => citation.quote).join(' ')
    expect(quotes).not.toBe('')
    for (const number of text.replaceAll(/\[\d+\]/g, '').match(/\d+(?:[.,]\d+)*/g) ?? []) expect(quotes).toContain(number)
  }
}

describe('an engine whose model process is killed', () => {
  it('still indexes every file of the ingestion that it died in, and tells of the restart', async () => {
    const many = join(folder, 'many')
    await mkdir(many)
    const names = Array.from({ length: 30 }, (_, index) => `report ${index + 1}.txt`)
    for (const [index, name] of names.entries()) {
      const sentences = Array.from({ length: 60 }, (_, line) => `In month ${line + 1} station ${index + 1} counted ${(index + 3) * (line + 7)} herons along the northern shore.`)
      await writeFile(join(many, name), sentences.join(' '))
    }
    const from = events.length
    const launches = host.launches()
    let indexedAtDeath: number | undefined
    let indexed = 0
    const unsubscribe = engine.subscribe((event) => {
      if (event.topic !== 'document' || event.document.state !== 'indexed') return
      indexed++
      if (indexedAtDeath !== undefined) return
      indexedAtDeath = indexed
      host.kill()
    })
    const { documents, summary } = await engine.library.add([many])
    unsubscribe()
    expect(indexedAtDeath).toBeLessThan(names.length)
    expect(documents.map((document) => document.state)).toEqual(names.map(() => 'indexed'))
    expect(summary.indexed).toBe(names.length)
    expect(host.launches()).toBe(launches + 1)
    expect(toldOfModels(from)).toEqual([expect.stringContaining('it starts again and goes on')])
    const found = await engine.search({ query: 'herons counted by station 30', k: 5 })
    expect(found.passages.some((passage) => passage.path.endsWith('report 30.txt'))).toBe(true)
  })

  it('still answers the question that it died in', async () => {
    const from = events.length
    host.killAtNextCall()
    const answer = await ask(QUESTION, { model: null })
    expect(host.isArmed()).toBe(false)
    expect(answer).toMatchObject({ status: 'answered', grade: 'found', mode: 'evidence', model: null })
    expect(answer.text).toContain('3.50')
    expectTrustworthy(answer)
    expect(toldOfModels(from)).toHaveLength(1)
  })
})

// `npm run model:demo` fetches the file (CI does); without it these are shown as skipped.
describe.skipIf(!existsSync(demoModel))('an engine with a demo chat model', () => {
  let model: string

  beforeAll(async () => {
    const progress: string[] = []
    const entry = await engine.models.importFile(demoModel, undefined, ({ stage }) => progress.push(stage))
    model = entry.name
    expect(new Set(progress)).toEqual(new Set(['copy', 'selfTest']))
    expect(entry.selfTest?.questions).toBeGreaterThanOrEqual(10)
  })

  it('has tried it at each task, beside how the product does without it, and gives such a small one none', async () => {
    const { selfTest } = (await engine.models.list()).find((entry) => entry.name === model) ?? {}
    for (const { questions, withoutModel, passed, right } of Object.values(selfTest?.tasks ?? {})) {
      expect(questions).toBeGreaterThanOrEqual(6)
      if (passed) expect(right).toBeGreaterThanOrEqual(withoutModel)
    }
    expect(Object.keys(selfTest?.tasks ?? {})).toEqual(['choosing', 'judging', 'rewriting'])
    expect(provedTasks(selfTest)).toEqual([])
  })

  it('lets it write of its own accord only after it has passed its self-test, and says so', async () => {
    const { models: used } = await engine.models.use({ name: model })
    const { selfTest, active } = used.find((entry) => entry.name === model) ?? {}
    expect(active).toBe(true)
    const answer = await ask(QUESTION)
    expect(answer.status).toBe('answered')
    if (selfTest?.passed === true) expect(answer.model?.name).toBe(model)
    else {
      expect(answer).toMatchObject({ mode: 'evidence', model: null })
      expect(answer.warnings).toContainEqual({ code: 'MODEL_FELL_BACK', message: expect.stringContaining('self-test') })
    }
    expectTrustworthy(answer)
  })

  it('streams what it writes, keeps only what its sources support, and records all that it saw', async () => {
    const steps: AnswerEvent[] = []
    const answer = await ask(QUESTION, { model, onEvent: (event) => steps.push(event) })
    expect(answer.status).toBe('answered')
    expectTrustworthy(answer)
    const deltas = steps.filter((event) => event.type === 'answer.delta')
    expect(deltas.length).toBeGreaterThan(1)
    expect(deltas.map((event) => event.sequence)).toEqual(deltas.map((_, index) => index))
    // The quotes are shown before the first word of the model.
    expect(steps.findIndex((event) => event.type === 'answer.checked')).toBeLessThan(steps.findIndex((event) => event.type === 'answer.delta'))
    const entry = (await engine.models.list()).find((candidate) => candidate.name === model)
    expect(answer.model).toMatchObject({ name: model, sha256: entry?.sha256 })

    const { record } = engine.audit.entry(answer.answerId)
    expect(record.model).toEqual(answer.model)
    // What is recorded as raw is what was streamed, up to a last sentence that the limit cut.
    expect(deltas.map((event) => event.text).join('').startsWith(record.rawOutput ?? 'nothing')).toBe(true)
    const calls = host.sent.flatMap((message) => (message.kind === 'call' && message.call.method === 'generate' ? [message.call] : []))
    expect(record.prompt).toEqual(calls.at(-1)?.messages)
    expect(record.prompt?.at(-1)?.content).toContain(QUESTION)
    expect(engine.audit.verify().ok).toBe(true)
  })

  it('gives the quotes when the process is killed while it writes, and writes the next answer', async () => {
    const from = events.length
    let killed = false
    const answer = await ask(QUESTION, {
      model,
      onEvent(event) {
        if (event.type !== 'answer.delta' || killed) return
        killed = true
        host.kill()
      },
    })
    expect(answer.status).toBe('answered')
    expect(answer.warnings).toContainEqual({ code: 'MODEL_FELL_BACK', message: expect.stringContaining('stopped') })
    expectTrustworthy(answer)
    expect(toldOfModels(from)).toHaveLength(1)
    const next = await ask(QUESTION, { model })
    expect(next.status).toBe('answered')
    expect(next.model?.name).toBe(model)
    expect(engine.audit.entry(next.answerId).record.rawOutput).not.toBe('')
  })

  it('is not asked where the library holds no evidence', async () => {
    const answer = await ask('Which volcano destroyed the observatory of Quito in 1868?', { model })
    expect(answer.status).toBe('not_found')
    expect(engine.audit.entry(answer.answerId).record.prompt).toBeNull()
  })

  it('keeps what stood there when it is cancelled, marked as unchecked', async () => {
    const stop = new AbortController()
    let streamed = ''
    const answer = await ask(QUESTION, {
      model, signal: stop.signal,
      onEvent(event) {
        if (event.type !== 'answer.delta') return
        streamed += event.text
        if (/\w \w/.test(streamed)) stop.abort()
      },
    })
    expect(answer.status).toBe('cancelled')
    expect(answer.text).not.toBe('')
    expect(streamed).toContain(answer.text.split(' ')[0])
    expect(answer.sentences.map((sentence) => sentence.verdict)).toEqual(answer.sentences.map(() => 'unsupported'))
    expect(await engine.questions.answer(answer.answerId)).toMatchObject({ status: 'cancelled', text: answer.text })
  })
})

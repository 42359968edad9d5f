import { fork } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SelfTestQuestions } from '../../src-main/core/answering/selfTest/SelfTestSets.ts'
import type { Engine } from '../../src-main/core/Engine.ts'
import { composeEngine } from '../../src-main/hosts/composeEngine.ts'
import type { Answer } from '../../src-shared/domain/answer.ts'
import { silent } from './testModels.ts'

const resourcesDir = fileURLToPath(new URL('../../resources', import.meta.url))

describe('a swap from bge-small to multilingual-e5-small', () => {
  let root: string
  let dataDir: string
  let questions: SelfTestQuestions['questions']
  const open = async () => {
    const engine = await composeEngine({ dataDir, resourcesDir, logger: silent })
    // The same questions are asked all the time, and each time the index is to answer them.
    engine.settings.update({ audit: { repeatAnswers: false } })
    return engine
  }
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'footnote-swap-'))
    dataDir = join(root, 'data')
    const papers = join(root, 'papers')
    await mkdir(papers)
    const set = JSON.parse(await readFile(join(resourcesDir, 'selftest', 'questions.json'), 'utf8')) as SelfTestQuestions
    questions = set.questions.slice(0, 6)
    for (const { name, text } of set.passages) await writeFile(join(papers, `${name}.txt`), text)
    for (let index = 1; index <= 12; index++) {
      await writeFile(join(papers, `station ${index}.txt`), Array.from({ length: 12 }, (_, month) => `In month ${month + 1} station ${index} counted ${(index + 3) * (month + 7)} herons along the northern shore.`).join(' '))
    }
    const engine = await open()
    await engine.library.add([papers])
    const asked = questions.map(({ question, answers, passage }, index) => JSON.stringify({ id: String(index), question, answer: answers, docs: [`${set.passages[passage]?.name}.txt`] }))
    engine.evaluation.gate.choose([{ name: 'swap', text: asked.join('\n') }])
    await engine.close()
  })
  afterAll(() => rm(root, { recursive: true, force: true }))

  async function ask(engine: Engine, question: string): Promise<Answer> {
    const steps = engine.questions.ask({ question, model: null })
    for (;;) {
      const step = await steps.next()
      if (step.done === true) return step.value
    }
  }

  it('survives a SIGKILL in the middle, fails or mixes no answer given meanwhile, and can be undone', async () => {
    const child = fork(fileURLToPath(new URL('reindexThatDies.ts', import.meta.url)), [dataDir], { execArgv: [] })
    expect(await new Promise((resolve) => child.once('message', resolve))).toBe('underway')
    child.kill('SIGKILL')
    await new Promise((resolve) => child.once('exit', resolve))

    const engine = await open()
    const before = (await engine.status()).embedding
    expect(before).toMatchObject({ model: 'bge-small-en-v1.5', staleChunks: 0 })
    const swapped = new Promise<void>((resolve, reject) => {
      engine.subscribe((event) => {
        if (event.topic !== 'job' || event.job.kind !== 'reindex') return
        if (event.job.state === 'succeeded') resolve()
        if (event.job.state === 'failed') reject(new Error(event.job.error?.message))
      })
    })
    let isSwapped = false
    void swapped.finally(() => { isSwapped = true }).catch(() => undefined)
    const answers: Answer[] = []
    for (let round = 0; !isSwapped || round < questions.length; round++) answers.push(await ask(engine, questions[round % questions.length]?.question ?? ''))
    await swapped
    const after = (await engine.status()).embedding
    expect(after).toMatchObject({ model: 'multilingual-e5-small', staleChunks: 0 })
    // The gate has asked both, of the library's own question set, before the pointer moved.
    const judged = engine.evaluation.runs().map(({ name }) => engine.evaluation.savedRun(name)).map(({ config, perQuestion }) => [(config['models'] as { embedding: string }).embedding, perQuestion.length])
    expect(judged.sort()).toEqual([['bge-small-en-v1.5', questions.length], ['multilingual-e5-small', questions.length]])
    expect([...engine.audit.stored()].some(({ content }) => content.includes('gateOverridden'))).toBe(false)
    answers.push(await ask(engine, questions[0]?.question ?? ''))

    const models = new Set<string>()
    for (const answer of answers) {
      expect(answer.status).not.toBe('failed')
      expect(answer.passages.length).toBeGreaterThan(0)
      const { embedding, candidates } = engine.audit.entry(answer.answerId).record
      models.add(embedding.fingerprint)
      expect([before.fingerprint, after.fingerprint]).toContain(embedding.fingerprint)
      // A question's vector of one model among rows of the other has a cosine about 0 with all of them.
      expect(Math.max(...candidates.map(({ trace }) => trace.vectorScore ?? 0))).toBeGreaterThan(0.5)
    }
    expect(models).toEqual(new Set([before.fingerprint, after.fingerprint]))

    await engine.reindex({ embedding: null, override: null, isRollback: true })
    expect((await engine.status()).embedding).toMatchObject({ model: 'bge-small-en-v1.5', staleChunks: 0 })
    expect((await ask(engine, questions[0]?.question ?? '')).status).toBe('answered')
    await engine.close()
  })
})

import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SelfTestQuestions } from '../../src-main/core/answering/selfTest/SelfTestSets.ts'
import type { Engine } from '../../src-main/core/Engine.ts'
import { CHECK_PASSAGES } from '../../src-main/core/models/checkPassages.ts'
import { composeEngine } from '../../src-main/hosts/composeEngine.ts'
import type { ModelRuntime } from '../../src-shared/domain/model.ts'
import { killableModelHost } from './killableModelHost.ts'
import { silent } from './testModels.ts'

const resourcesDir = fileURLToPath(new URL('../../resources', import.meta.url))

interface Seen {
  readonly question: string
  readonly grade: string
  readonly quotes: readonly (readonly [path: string, unit: number, charStart: number, quote: string])[]
}

/**
 * The two forms differ by some thousandths of a cosine. That moves no quote, but may turn the order of two that are nearly as good, and the grade of an answer whose
 * confidence stands at the threshold.
 */
function agreement(expected: readonly Seen[], found: readonly Seen[]): { readonly quotes: number; readonly grades: number } {
  const quotesOf = (seen: Seen | undefined) => JSON.stringify(seen?.quotes.map((quote) => JSON.stringify(quote)).sort())
  const share = (isSame: (a: Seen, b: Seen | undefined) => boolean) => expected.filter((seen, index) => isSame(seen, found[index])).length / expected.length
  return { quotes: share((a, b) => quotesOf(a) === quotesOf(b)), grades: share((a, b) => a.grade === b?.grade) }
}
const LEAST_SAME_QUOTES = 0.97
const LEAST_SAME_GRADES = 0.9

/** A library moves between a machine with a GPU (llama.cpp) and one without (ONNX Runtime). */
describe('one library under two runtimes', () => {
  let root: string
  let papers: string
  let questions: SelfTestQuestions
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'footnote-move-'))
    papers = join(root, 'papers')
    await mkdir(papers)
    questions = JSON.parse(await readFile(join(resourcesDir, 'selftest', 'questions.json'), 'utf8')) as SelfTestQuestions
    for (const [index, { text }] of questions.passages.entries()) await writeFile(join(papers, `paper ${index + 1}.txt`), text)
  })
  afterAll(() => rm(root, { recursive: true, force: true }))

  async function open(name: string, runtime: ModelRuntime, host = killableModelHost()): Promise<Engine> {
    const engine = await composeEngine({ dataDir: join(root, name), resourcesDir, logger: silent, launcher: host.launcher })
    // Every answer is to be made anew, also after the move.
    engine.settings.update({ models: { embeddingRuntime: runtime }, audit: { repeatAnswers: false } })
    return engine
  }

  /** What a person sees of each answer: its grade, its quotes, and where each stands. */
  async function answers(engine: Engine): Promise<readonly Seen[]> {
    const all: Seen[] = []
    for (const { question } of questions.questions) {
      const steps = engine.questions.ask({ question, model: null })
      for (;;) {
        const step = await steps.next()
        if (step.done !== true) continue
        const { grade, citations } = step.value
        all.push({ question, grade, quotes: citations.map(({ path, anchor, quote }) => [path, anchor.unit, anchor.charStart, quote] as const) })
        break
      }
    }
    return all
  }

  it('gives the same answers whichever runtime built its index, and needs nothing embedded again after a move', async () => {
    const byOnnx = await open('built by onnx', 'onnx')
    await byOnnx.library.add([papers])
    const expected = await answers(byOnnx)
    const fingerprint = (await byOnnx.status()).embedding.fingerprint
    await byOnnx.close()

    const byLlama = await open('built by llama', 'llama')
    await byLlama.library.add([papers])
    expect((await byLlama.status()).embedding).toMatchObject({ runtime: 'llama', fingerprint, runtimeChoice: { reason: 'fixed in the settings' } })
    const builtByLlama = agreement(expected, await answers(byLlama))
    expect(builtByLlama.quotes).toBeGreaterThanOrEqual(LEAST_SAME_QUOTES)
    expect(builtByLlama.grades).toBeGreaterThanOrEqual(LEAST_SAME_GRADES)
    await byLlama.close()

    await cp(join(root, 'built by onnx'), join(root, 'moved'), { recursive: true })
    const host = killableModelHost()
    const moved = await open('moved', 'llama', host)
    const { summary } = await moved.library.sync()
    expect(summary).toMatchObject({ indexed: 0, unchanged: questions.passages.length })
    const afterMove = agreement(expected, await answers(moved))
    expect(afterMove.quotes).toBeGreaterThanOrEqual(LEAST_SAME_QUOTES)
    expect(afterMove.grades).toBeGreaterThanOrEqual(LEAST_SAME_GRADES)
    expect((await moved.status()).embedding).toMatchObject({ runtime: 'llama', staleChunks: 0 })
    await moved.close()
    // Nothing but the bundled passages, with which the two runtimes were compared, was embedded as a passage.
    const check = new Set(CHECK_PASSAGES)
    const passages = host.sent.flatMap((message) => (message.kind === 'call' && message.call.method === 'embed' && message.call.textKind === 'passage' ? message.call.texts : []))
    expect(passages.filter((text) => !check.has(text))).toEqual([])
  })
})

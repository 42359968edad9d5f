import { freemem, totalmem } from 'node:os'
import type { ModelUse } from '../../../../src-shared/domain/gate.ts'
import type { JobProgress } from '../../../../src-shared/domain/job.ts'
import { RUNTIME_NAMES, type ModelEntry, type SelfTestResult } from '../../../../src-shared/domain/model.ts'
import type { ModelBench } from '../../../../src-shared/domain/modelBench.ts'
import type { Engine } from '../../../core/Engine.ts'
import { fromCaller } from '../callerDirectory.ts'
import type { Command, CommandContext } from '../Command.ts'
import type { Progressing } from '../describeProgress.ts'
import { describeFinding } from '../describeRun.ts'
import { EXIT } from '../exitCode.ts'
import { readQuestionSets } from '../readQuestionSet.ts'
import { untilInterrupted } from '../untilInterrupted.ts'
import type { Output } from '../createOutput.ts'
import { wrongUsage } from '../wrongUsage.ts'

export const command: Command = {
  options: { on: { type: 'string', multiple: true }, override: { type: 'string' } },
  async run(context) {
    const [action = 'list', target] = context.positionals
    switch (action) {
      case 'list': return show(context, await (await context.openEngine({ readOnly: true })).models.list())
      case 'import': return importFile(context, target)
      case 'use': return use(context, target)
      case 'verify': return verify(context)
      case 'bench': return bench(context)
      case 'runtime': return fixRuntime(context, target)
      default: throw wrongUsage('models', `There is no “models ${action}”.`)
    }
  },
}

/** Ends when the model answers, or was refused: for an embedder that is when its index is complete. */
async function use({ output, options, signal, openEngine }: CommandContext, name: string | undefined): Promise<number> {
  if (name === undefined) throw wrongUsage('models', 'Which model?')
  const engine = await openEngine()
  const questionSets = await readQuestionSets(engine, options['on'])
  const override = options['override'] as string | undefined
  const chosen = (await engine.models.list()).find((entry) => entry.name === name)
  if (chosen?.role === 'embedding' && !chosen.active && chosen.setAside === undefined) {
    if (questionSets.length > 0) engine.evaluation.gate.choose(questionSets)
    const { gates, overridden, comparison } = await untilInterrupted(engine.reindex({ embedding: name, isRollback: false, override: override ?? null, onProgress: output.progress }), signal)
    return report({ engine, output }, { models: await engine.models.list(), outcome: 'inForce', overridden, gates }, name, { comparison })
  }
  const result = await engine.models.use({ name, questionSets, ...(override === undefined ? {} : { override }) }, {
    signal, onNote: output.note, onQuestion: (done, total) => output.progress({ label: 'Questions', state: 'running', progress: { stage: 'eval', done, total, unit: 'questions' } }),
  })
  return report({ engine, output }, result, name)
}

function report({ engine, output }: { readonly engine: Engine; readonly output: Output }, result: ModelUse, name: string, more: object = {}): number {
  const unasked = engine.evaluation.gate.sets().length === 0 ? 'No gate was run: choose question sets for it with --on FILE|SET.' : 'Nothing changes that the gate could judge.'
  const subject = name === 'none' ? 'Answering with quotes alone' : `“${name}”`
  const said = { inForce: `${subject} is in force${result.overridden ? ', against the gate; the reason is in the audit log' : ''}.`, refused: `${subject} was not taken. To take it all the same: --override REASON; the reason goes to the audit log.`, building: `${subject} takes over when its index is complete and has passed the gate.` }[result.outcome]
  output.result({ ...result, ...more }, () => [
    ...result.gates.map(describeFinding), ...(result.gates.length === 0 && result.outcome !== 'refused' ? [unasked] : []), said, ...result.models.map(describeModel),
  ].join('\n'))
  return result.outcome === 'refused' ? EXIT.failedCheck : EXIT.done
}

function show({ output }: CommandContext, models: readonly ModelEntry[]): undefined {
  output.result({ models }, () => models.map(describeModel).join('\n'))
  return undefined
}

async function importFile({ output, signal, openEngine }: CommandContext, target: string | undefined): Promise<undefined> {
  if (target === undefined) throw wrongUsage('models', 'Which file?')
  const model = await (await openEngine()).models.importFile(fromCaller(target), signal, (progress) => {
    output.progress(progress.stage === 'copy' ? copying(progress) : { label: 'Self-test', state: 'running', progress })
  })
  const memory = { neededBytes: model.memoryBytes ?? null, machineBytes: totalmem(), freeBytes: freemem() }
  output.result({ model, memory }, () => [describeModel(model), `  sha256 ${model.sha256}`, `  ${model.role === 'chat' ? `chat template ${model.hasChatTemplate === true ? 'in the file' : 'missing: a plain one is used'}; ` : ''}${describeMemory(memory)}`].join('\n'))
  return undefined
}

async function verify({ output, openEngine }: CommandContext): Promise<number> {
  const models = await (await openEngine({ readOnly: true })).models.verify()
  output.result({ models }, () => models.map(({ name, ok, message }) => `${ok ? 'ok    ' : 'FAILED'}  ${name}  ${message}`).join('\n'))
  return models.every((model) => model.ok) ? EXIT.done : EXIT.failedCheck
}

async function bench({ output, signal, openEngine }: CommandContext): Promise<undefined> {
  const engine = await openEngine()
  const result = await engine.models.bench(signal, (progress) => output.progress({ label: 'Measuring', state: 'running', progress }))
  output.result(result, () => describeBench(result))
  return undefined
}

/** By hand, for who knows better than the measurement. */
async function fixRuntime({ output, openEngine }: CommandContext, target: string | undefined): Promise<undefined> {
  if (target !== 'auto' && target !== 'onnx' && target !== 'llama') throw wrongUsage('models', 'Which runtime? models runtime auto|onnx|llama')
  const engine = await openEngine()
  engine.settings.update({ models: { embeddingRuntime: target } })
  const { embedding } = await engine.status()
  output.result({ embeddingRuntime: target, embedding }, () => `${embedding.model}: ${embedding.device} (${embedding.runtimeChoice.reason}).`)
  return undefined
}

function describeBench({ machine, embedding, chat, proposed }: ModelBench): string {
  return [
    `Machine    ${machine}`,
    ...embedding.measurements.map(({ runtime, passagesPerSecond, device, problem }) => `Embedding  ${embedding.model}, ${RUNTIME_NAMES[runtime]}: ${problem ?? `${passagesPerSecond.toFixed(1)} passages/s (${device})`}`),
    ...chat.map(({ model, device, promptTokensPerSecond, tokensPerSecond, problem }) => `Chat       ${model}: ${problem ?? `reads ${Math.round(promptTokensPerSecond)}, writes ${tokensPerSecond.toFixed(1)} tokens/s (${device})`}`),
    ...(chat.length === 0 ? ['Chat       no chat model is imported'] : []),
    `Proposed   embedding runtime ${proposed.embeddingRuntime}, GPU layers ${proposed.gpuLayers}`,
  ].join('\n')
}

/** In megabytes: bytes are for programs. */
function copying({ done, total }: JobProgress): Progressing {
  return { label: 'Copying', state: 'running', progress: { stage: 'copy', done: megabytes(done), ...(total === undefined ? {} : { total: megabytes(total) }), unit: 'MB' } }
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1024 ** 2)
}

function describeMemory({ neededBytes, machineBytes, freeBytes }: { readonly neededBytes: number | null; readonly machineBytes: number; readonly freeBytes: number }): string {
  const gigabytes = (bytes: number) => `${(bytes / 1024 ** 3).toFixed(1)} GB`
  if (neededBytes === null) return 'memory need not known'
  return `needs about ${gigabytes(neededBytes)} of memory; ${gigabytes(freeBytes)} of ${gigabytes(machineBytes)} are free${neededBytes > machineBytes ? ': it will not run here' : neededBytes > freeBytes ? ': close other programs first' : ''}`
}

function describeModel({ name, role, sizeBytes, licence, active, contextTokens, selfTest, setAside }: ModelEntry): string {
  const proof = role !== 'chat' ? '' : selfTest === undefined
    ? '; not tested, so answers stay quotes'
    : `; self-test ${selfTest.right} of ${selfTest.questions} right, quotes ${selfTest.quotesRight}${selfTest.passed ? '' : ': answers stay quotes unless “ask --model” names it'}${describeTasks(selfTest)}`
  return `${active ? '*' : ' '} ${name}  ${role}, ${megabytes(sizeBytes)} MB, ${contextTokens} tokens, ${licence}${proof}${setAside === undefined ? '' : `; set aside: ${setAside}`}`
}

/** What it may do, and how it did at what it may not. */
function describeTasks({ tasks }: SelfTestResult): string {
  if (tasks === undefined) return '; import it again to try it at choosing, judging and rewriting'
  return (['choosing', 'judging', 'rewriting'] as const).map((task) => {
    const { passed, right, questions, withoutModel } = tasks[task]
    return `; ${task} ${right} of ${questions}, without it ${withoutModel}: ${passed ? 'its own' : 'not its own'}`
  }).join('')
}

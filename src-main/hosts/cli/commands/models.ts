import { freemem, totalmem } from 'node:os'
import type { JobProgress } from '../../../../src-shared/domain/job.ts'
import { RUNTIME_NAMES, type ModelEntry } from '../../../../src-shared/domain/model.ts'
import type { ModelBench } from '../../../../src-shared/domain/modelBench.ts'
import { fromCaller } from '../callerDirectory.ts'
import type { Command, CommandContext } from '../Command.ts'
import type { Progressing } from '../describeProgress.ts'
import { EXIT } from '../exitCode.ts'
import { wrongUsage } from '../wrongUsage.ts'

export const command: Command = {
  async run(context) {
    const [action = 'list', target] = context.positionals
    switch (action) {
      case 'list': return show(context, await (await context.openEngine({ readOnly: true })).models.list())
      case 'import': return importFile(context, target)
      case 'use': {
        if (target === undefined) throw wrongUsage('models', 'Which model?')
        return show(context, await (await context.openEngine()).models.use(target))
      }
      case 'verify': return verify(context)
      case 'bench': return bench(context)
      case 'runtime': return fixRuntime(context, target)
      default: throw wrongUsage('models', `There is no “models ${action}”.`)
    }
  },
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
    : `; self-test ${selfTest.right} of ${selfTest.questions} right, quotes ${selfTest.quotesRight}${selfTest.passed ? '' : ': answers stay quotes unless “ask --model” names it'}`
  return `${active ? '*' : ' '} ${name}  ${role}, ${megabytes(sizeBytes)} MB, ${contextTokens} tokens, ${licence}${proof}${setAside === undefined ? '' : `; set aside: ${setAside}`}`
}

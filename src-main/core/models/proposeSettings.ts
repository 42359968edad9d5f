import type { ModelRuntime } from '../../../src-shared/domain/model.ts'
import type { ChatMeasurement, ModelBench } from '../../../src-shared/domain/modelBench.ts'
import type { RuntimeDecision } from './runtimeChoice.ts'

/** A card must win clearly: it takes memory from the rest of the desktop. */
const GPU_GAIN = 1.2

/** The settings that the figures speak for. `decision` is null for an embedder of one form, whose runtime is `only`. */
export function proposeSettings(decision: RuntimeDecision | null, only: ModelRuntime, chat: readonly ChatMeasurement[]): ModelBench['proposed'] {
  const gains = chat.filter(({ isGpu }) => isGpu).map((onCard) => {
    const onProcessor = chat.find(({ model, isGpu, problem }) => model === onCard.model && !isGpu && problem === undefined)
    return onProcessor === undefined || onProcessor.tokensPerSecond === 0 ? Infinity : onCard.tokensPerSecond / onProcessor.tokensPerSecond
  })
  // With no chat model measured there is nothing against the card: `auto` takes the processor where there is none.
  const isCardSlow = gains.length > 0 && gains.every((gain) => gain < GPU_GAIN)
  return { embeddingRuntime: decision?.runtime ?? only, gpuLayers: isCardSlow ? 0 : 'auto' }
}

import { expect, it } from 'vitest'
import { proposeSettings } from '../../../src-main/core/models/proposeSettings.ts'
import type { ChatMeasurement } from '../../../src-shared/domain/modelBench.ts'

const measured = (model: string, isGpu: boolean, tokensPerSecond: number): ChatMeasurement => ({ model, isGpu, tokensPerSecond, promptTokensPerSecond: 1, device: '' })
const gpuLayers = (chat: readonly ChatMeasurement[]) => proposeSettings(null, 'onnx', chat).gpuLayers

it('proposes the runtime that was measured as faster', () => {
  expect(proposeSettings({ model: 'm', machine: 'h', runtime: 'llama', measurements: [], equivalence: null }, 'onnx', []).embeddingRuntime).toBe('llama')
  expect(proposeSettings(null, 'onnx', []).embeddingRuntime).toBe('onnx')
})

it('keeps the card out only when it was measured and no model gains from it', () => {
  expect(gpuLayers([])).toBe('auto')
  expect(gpuLayers([measured('a', false, 10)])).toBe('auto')
  expect(gpuLayers([measured('a', false, 10), measured('a', true, 11)])).toBe(0)
  expect(gpuLayers([measured('a', false, 10), measured('a', true, 11), measured('b', false, 10), measured('b', true, 60)])).toBe('auto')
  expect(gpuLayers([{ ...measured('a', false, 0), problem: 'too large' }, measured('a', true, 5)])).toBe('auto')
})

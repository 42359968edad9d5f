import { describe, expect, it } from 'vitest'
import { areEquivalent } from '../../../src-main/core/models/areEquivalent.ts'
import { chooseRuntime, decideRuntime } from '../../../src-main/core/models/runtimeChoice.ts'
import type { ModelEntry } from '../../../src-shared/domain/model.ts'

const unit = (...values: number[]) => {
  const length = Math.hypot(...values)
  return Float32Array.from(values, (value) => value / length)
}
const original = { passages: [unit(1, 0, 0), unit(0, 1, 0)], queries: [unit(1, 0.2, 0)] }

describe('the equivalence of two forms of a model', () => {
  it('holds for vectors that nearly coincide', () => {
    const rounded = { passages: [unit(1, 0.01, 0), unit(0.01, 1, 0)], queries: [unit(1, 0.21, 0.01)] }
    expect(areEquivalent(original, rounded)).toMatchObject({ equivalent: true, sameTop: 1 })
  })

  it('does not hold when the vectors drift apart', () => {
    expect(areEquivalent(original, { passages: [unit(1, 0.2, 0), unit(0.2, 1, 0)], queries: [unit(1, 0, 0)] }).equivalent).toBe(false)
  })

  it('does not hold when a query of one form finds another passage among the vectors of the other', () => {
    const near = { passages: [unit(1, 0.05, 0), unit(1, 0.06, 0)], queries: [unit(1, 0.05, 0)] }
    const swapped = { passages: [unit(1, 0.06, 0), unit(1, 0.05, 0)], queries: [unit(1, 0.05, 0)] }
    expect(areEquivalent(near, swapped)).toMatchObject({ equivalent: false, sameTop: 0 })
  })

  it('refuses to compare different texts', () => {
    expect(() => areEquivalent(original, { passages: [], queries: [] })).toThrow()
  })
})

describe('the choice of a runtime', () => {
  const form = (runtime: 'onnx' | 'llama') => ({ runtime, quantisation: 'x', path: '/x', sizeBytes: 1, sha256: runtime })
  const entry: ModelEntry = {
    name: 'm', role: 'embedding', path: '/x', sizeBytes: 1, sha256: 'onnx', licence: '', source: '', bundled: true, active: true, contextTokens: 512,
    forms: [form('onnx'), form('llama')],
  }
  const equivalence = areEquivalent(original, original)
  const measured = [{ runtime: 'onnx' as const, passagesPerSecond: 50, device: '' }, { runtime: 'llama' as const, passagesPerSecond: 900, device: '' }]

  it('follows the settings, then the measurement on this machine, else stays open', () => {
    const decision = decideRuntime(entry, 'here', measured, equivalence)
    expect(chooseRuntime(entry, 'onnx', decision)).toMatchObject({ kind: 'decided', runtime: 'onnx' })
    expect(chooseRuntime(entry, 'auto', decision)).toMatchObject({ kind: 'decided', runtime: 'llama' })
    expect(chooseRuntime(entry, 'auto', null)).toMatchObject({ kind: 'open', runtime: 'onnx' })
  })

  it('takes the only form there is, whatever the settings say', () => {
    expect(chooseRuntime({ ...entry, forms: [form('llama')] }, 'onnx', null)).toMatchObject({ kind: 'decided', runtime: 'llama' })
  })

  it('never uses a form whose vectors differ, not even when a person fixed it', () => {
    const differing = decideRuntime(entry, 'here', measured, { ...equivalence, equivalent: false })
    expect(differing.runtime).toBe('onnx')
    expect(chooseRuntime(entry, 'llama', differing).runtime).toBe('onnx')
  })

  it('takes the form that runs when the other cannot be compared, as far as the manifest trusts it', () => {
    const alone = [{ runtime: 'onnx' as const, passagesPerSecond: 0, device: '', problem: 'It does not load.' }, { runtime: 'llama' as const, passagesPerSecond: 9, device: '' }]
    expect(decideRuntime({ ...entry, equivalentForms: true }, 'here', alone, null).runtime).toBe('llama')
    expect(decideRuntime(entry, 'here', alone, null).runtime).toBe('onnx')
  })
})

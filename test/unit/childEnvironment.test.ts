import { describe, expect, it } from 'vitest'
import { childEnvironment } from '../../src-main/adapters/node/childEnvironment.ts'

describe('childEnvironment', () => {
  it('silences the telemetry of ONNX Runtime, whatever the parent says, and keeps the rest', () => {
    expect(childEnvironment({ HOME: '/home/me', ORT_DISABLE_TELEMETRY: '0' })).toEqual({ HOME: '/home/me', ORT_DISABLE_TELEMETRY: '1' })
  })
})

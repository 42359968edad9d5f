import { defineConfig } from 'vitest/config'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** One project a need: nothing (unit, contract, architecture), processes and files (integration), models, a browser (e2e). */
function project(name: string, testTimeout: number) {
  return { test: { name, root, include: [`test/${name}/**/*.test.{ts,tsx}`], testTimeout, hookTimeout: testTimeout, pool: 'forks' as const } }
}

export default defineConfig({
  test: {
    root,
    maxWorkers: 2,
    // ONNX Runtime sends telemetry unless told not to; the product's own processes are told by `childEnvironment`.
    env: { ORT_DISABLE_TELEMETRY: '1' },
    projects: [
      project('unit', 20_000), project('contract', 60_000), project('architecture', 60_000),
      project('integration', 180_000), project('models', 600_000), project('e2e', 300_000),
    ],
  },
})

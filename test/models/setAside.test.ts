import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { createForkLauncher } from '../../src-main/adapters/node/createForkLauncher.ts'
import type { ProcessLauncher } from '../../src-main/core/ports/ProcessLauncher.ts'
import { composeEngine } from '../../src-main/hosts/composeEngine.ts'
import type { FromHost } from '../../src-main/processes/modelHost/protocol.ts'
import { silent, stories } from './testModels.ts'

const resourcesDir = fileURLToPath(new URL('../../resources', import.meta.url))

it('sets an imported model aside that aborts the model process three times on load, remembers why, and tries it again when it is imported again', async () => {
  const root = await mkdtemp(join(tmpdir(), 'footnote-aside-'))
  const dataDir = join(root, 'data')
  let isAborting = true
  let aborts = 0
  const real = createForkLauncher()
  // As an assertion of llama.cpp ends it: SIGABRT while a chat model is being loaded.
  const launcher: ProcessLauncher = {
    launch(entry, name) {
      const child = real.launch(entry, name)
      child.onMessage((received) => {
        const message = received as FromHost
        if (!isAborting || message.kind !== 'loading' || !message.key.startsWith('chat:') || child.pid === undefined) return
        aborts++
        process.kill(child.pid, 'SIGABRT')
      })
      return child
    },
  }
  const open = () => composeEngine({ dataDir, resourcesDir, logger: silent, launcher })
  let engine = await open()
  try {
    await expect(engine.models.importFile(stories.path)).rejects.toMatchObject({ code: 'MODEL_CRASHED' })
    expect(aborts).toBe(3)
    await engine.close()

    engine = await open()
    const [model] = (await engine.models.list()).filter(({ role }) => role === 'chat')
    expect(model?.setAside).toContain('SIGABRT')
    await expect(engine.models.use({ name: model?.name ?? '' })).rejects.toMatchObject({ code: 'MODEL_CRASHED', action: expect.stringContaining('import') as string })
    expect(aborts).toBe(3)

    isAborting = false
    expect((await engine.models.importFile(stories.path)).setAside).toBeUndefined()
    expect((await engine.models.list()).find(({ name }) => name === model?.name)).toMatchObject({ selfTest: { passed: false } })
  } finally {
    await engine.close()
    await rm(root, { recursive: true, force: true })
  }
})

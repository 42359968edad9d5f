import type { ModelUse } from '../../src-shared/domain/gate.ts'
import type { ModelEntry } from '../../src-shared/domain/model.ts'
import { DEFAULT_SETTINGS, type Settings } from '../../src-shared/domain/settings.ts'
import type { InputOf } from '../../src-shared/contract/route.ts'
import type { Routes } from '../../src-shared/contract/routes.ts'
import type { WindowClient } from '../client/WindowClient.ts'
import { createStore, type Store } from './createStore.ts'
import type { Notices } from './notices.ts'

export interface SettingsStore {
  readonly store: Store<Settings>
  readonly models: Store<readonly ModelEntry[]>
  load(): Promise<void>
  loadModels(): Promise<void>
  change(change: InputOf<Routes['settings.update']>): Promise<void>
  /** Null when it could not be decided; the notice says why. `override`: a person's reason against the gate. */
  useModel(name: string, override?: string): Promise<ModelUse | null>
  /** True when a model was imported. */
  importModel(typedPath?: string): Promise<boolean>
}

export function createSettingsStore(client: WindowClient, notices: Notices): SettingsStore {
  const store = createStore<Settings>(DEFAULT_SETTINGS)
  const models = createStore<readonly ModelEntry[]>([])

  async function attempt(action: () => Promise<void>): Promise<boolean> {
    try {
      await action()
      return true
    } catch (thrown) {
      notices.fail(thrown)
      return false
    }
  }
  async function loadModels() {
    await attempt(async () => models.set(await client.call('models.list', {})))
  }

  return {
    store, models, loadModels,
    async load() {
      await attempt(async () => store.set(await client.call('settings.get', {})))
    },
    async change(change) {
      await attempt(async () => store.set(await client.call('settings.update', change)))
    },
    async useModel(name, override) {
      let used: ModelUse | null = null
      await attempt(async () => {
        used = await client.call('models.use', { name, ...(override === undefined ? {} : { override }) })
        models.set(used.models)
        store.set(await client.call('settings.get', {}))
      })
      return used
    },
    async importModel(typedPath) {
      let imported = false
      await attempt(async () => { imported = (await client.files.importModel(typedPath)) !== null })
      if (imported) await loadModels()
      return imported
    },
  }
}

import type { Settings } from '../../../src-shared/domain/settings.ts'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import { PROMPT_VERSION } from '../answering/prompt.ts'
import type { ChunkSizes } from '../ingestion/chunkUnits.ts'
import type { EvaluationStore } from '../ports/EvaluationStore.ts'
import type { Clock } from '../ports/SystemPorts.ts'
import { DEFAULT_RETRIEVAL } from '../retrieval/retrievalConfig.ts'
import { changeConfiguration, configurationFingerprint, type Configuration } from './Configuration.ts'

export interface ConfigurationEntry extends Configuration {
  readonly fingerprint: string
  readonly active: boolean
  /** ISO 8601 UTC; absent for the program's own. */
  readonly saved?: string
}

/** Named configurations of one library, and which of them is in force. */
export interface Configurations {
  /** What answers are made with now: chunking, retrieval and thresholds of the chosen one, models and mode as the settings say. */
  active(): Configuration
  get(name: string): ConfigurationEntry
  list(): readonly ConfigurationEntry[]
  /** Keeps the active one (or `from`), changed, under a name; its version is one above that of the last under this name. Throws WRONG_USAGE. */
  save(name: string, changes: readonly string[], from?: string): ConfigurationEntry
  /** Puts it in force; see `Evaluation.use` for the gate before it. */
  choose(name: string): void
  /** Whether the one in force was chosen with this embedder, so that the gate has judged it. */
  isChosenWith(embedding: string): boolean
}

export interface ConfigurationsDeps {
  readonly store: EvaluationStore
  readonly settings: () => Settings
  /** The program's own chunk sizes and bundled embedder. */
  readonly defaults: { readonly chunking: ChunkSizes; readonly embedding: () => string }
  /** Writes models and mode to the settings. */
  readonly applySettings: (configuration: Configuration) => void
  readonly clock: Clock
  /** A trial's: in force whatever was chosen. */
  readonly forced?: Configuration
}

/** The program's own configuration; cannot be saved over. */
export const OWN_NAME = 'default'
const CHOSEN = 'configuration'

interface Choice {
  readonly name: string
  readonly embedding?: string
}

export function createConfigurations({ store, settings, defaults, applySettings, clock, forced }: ConfigurationsDeps): Configurations {
  const choice = () => store.load('choice', CHOSEN) as Choice | undefined
  const chosenName = () => choice()?.name ?? OWN_NAME

  function own(): Configuration {
    const { name: _name, version, ...retrieval } = DEFAULT_RETRIEVAL
    const { targetTokens, maxTokens, overlapTokens } = defaults.chunking
    return {
      name: OWN_NAME, version, chunking: { targetTokens, maxTokens, overlapTokens }, retrieval,
      answering: { mode: 'evidence', unsupported: 'replace', found: null, closest: null, prompt: PROMPT_VERSION },
      models: { embedding: defaults.embedding(), chat: null, reranker: null },
    }
  }

  /** What an older program saved lacks what this one added, and prompts it does not know are gone. */
  function stored(name: string): Configuration | undefined {
    if (name === OWN_NAME) return own()
    const saved = store.load('configuration', name) as Configuration | undefined
    if (saved === undefined) return undefined
    const base = own()
    return {
      name, version: saved.version, chunking: { ...base.chunking, ...saved.chunking }, retrieval: { ...base.retrieval, ...saved.retrieval },
      answering: { ...base.answering, ...saved.answering, prompt: PROMPT_VERSION }, models: { ...base.models, ...saved.models },
    }
  }

  function active(): Configuration {
    if (forced !== undefined) return forced
    const chosen = stored(chosenName()) ?? own()
    const { models, answering } = settings()
    return {
      ...chosen, answering: { ...chosen.answering, mode: answering.mode, unsupported: answering.unsupported },
      models: { embedding: models.embedding ?? defaults.embedding(), chat: models.chat, reranker: models.reranker },
    }
  }

  function entry(configuration: Configuration, saved?: string): ConfigurationEntry {
    return { ...configuration, fingerprint: configurationFingerprint(configuration), active: configuration.name === chosenName(), ...(saved === undefined ? {} : { saved }) }
  }

  function get(name: string): ConfigurationEntry {
    const found = name === chosenName() ? active() : stored(name)
    if (found === undefined) throw new AppError('NOT_FOUND', `There is no configuration “${name}”.`, { action: 'See config list.' })
    const saved = store.list('configuration').find((candidate) => candidate.name === name)?.saved
    return entry(found, saved)
  }

  return {
    active, get,
    list: () => [OWN_NAME, ...store.list('configuration').map(({ name }) => name)].map(get),
    save(name, changes, from) {
      if (name === OWN_NAME || !/^[\p{L}\p{N}._-]{1,64}$/u.test(name)) throw new AppError('WRONG_USAGE', `“${name}” cannot be the name of a configuration.`, { action: 'Use letters, digits, dots and dashes; “default” is the program’s own.' })
      const { fingerprint: _fingerprint, active: _active, saved: _saved, ...base } = from === undefined ? { ...entry(active()) } : get(from)
      const version = ((store.load('configuration', name) as Configuration | undefined)?.version ?? 0) + 1
      store.save('configuration', name, new Date(clock.now()).toISOString(), { ...changeConfiguration(base, changes), name, version })
      return get(name)
    },
    choose(name) {
      const configuration = get(name)
      applySettings(configuration)
      store.save('choice', CHOSEN, new Date(clock.now()).toISOString(), { name, embedding: configuration.models.embedding } satisfies Choice)
    },
    isChosenWith: (embedding) => choice()?.embedding === embedding,
  }
}

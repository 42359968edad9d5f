import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import type { Settings } from '../../src-shared/domain/settings.ts'
import type { Configuration } from '../core/evaluation/Configuration.ts'
import type { Trial, Trials } from '../core/evaluation/Evaluation.ts'
import type { Engine } from '../core/Engine.ts'

/** How a library of its own is told what it is for. */
export interface TrialLibrary {
  readonly configuration: Configuration
  /** Where imported models lie. */
  readonly modelsDir: string
  readonly reading: Settings['reading']
}

export interface TrialsDeps {
  readonly dataDir: string
  readonly active: () => Configuration
  readonly reading: () => Settings['reading']
  /** What was added and can be reached. */
  readonly sources: () => readonly string[]
  /** Over the library's own index. */
  readonly here: (configuration: Configuration, options: { readonly retrievalOnly: boolean }) => Promise<Trial>
  readonly openLibrary: (dataDir: string, trial: TrialLibrary) => Promise<Engine>
}

/**
 * Tries configurations. Ranking, thresholds and chat models differ over one index; other chunks or another embedder need an index of their own, so the added folders are read
 * once more into a library beside the real one (`trials/`), which is removed when the trial ends. The real one answers as before meanwhile.
 */
export function createTrials({ dataDir, active, reading, sources, here, openLibrary }: TrialsDeps): Trials {
  return {
    async open(configuration, options) {
      if (isOnSameIndex(configuration, active())) return here(configuration, options)
      const directory = path.join(dataDir, 'trials', randomBytes(6).toString('hex'))
      const remove = () => rm(directory, { recursive: true, force: true })
      let engine: Engine | undefined
      try {
        options.onNote?.('The added folders are read for this configuration, beside the library.')
        engine = await openLibrary(directory, { configuration, modelsDir: dataDir, reading: reading() })
        await engine.library.add(sources(), options.signal === undefined ? {} : { signal: options.signal })
        const trial = await engine.evaluation.trials.open(configuration, options)
        const opened = engine
        return { ...trial, close: async () => { await trial.close(); await opened.close(); await remove() } }
      } catch (thrown) {
        await engine?.close()
        await remove()
        throw thrown
      }
    },
  }
}

function isOnSameIndex(one: Configuration, other: Configuration): boolean {
  return one.models.embedding === other.models.embedding && chunkingKey(one.chunking) === chunkingKey(other.chunking)
}

/** The part of an index's name that tells its chunks. */
export function chunkingKey({ targetTokens, maxTokens, overlapTokens }: Configuration['chunking']): string {
  return `${targetTokens}-${maxTokens}-${overlapTokens}`
}

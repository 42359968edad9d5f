import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import type { Settings } from '../../src-shared/domain/settings.ts'
import type { Configuration } from '../core/evaluation/Configuration.ts'
import type { Trial, TrialOptions, Trials } from '../core/evaluation/Evaluation.ts'
import type { IndexReference } from '../core/ports/Catalog.ts'
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
  /** What the index in use was made by: after a choice that is not the configuration in force until the index is made anew. */
  readonly made: () => Pick<IndexReference, 'model' | 'chunking'>
  readonly reading: () => Settings['reading']
  /** What was added and can be reached. */
  readonly sources: () => readonly string[]
  /** Over the library's own index, or another one that is complete. */
  readonly here: (configuration: Configuration, options: Pick<TrialOptions, 'retrievalOnly' | 'index'>) => Promise<Trial>
  readonly openLibrary: (dataDir: string, trial: TrialLibrary) => Promise<Engine>
}

/**
 * Tries configurations. Ranking, thresholds and chat models differ over one index; other chunks or another embedder need an index of their own, so the added folders are read
 * once more into a library beside the real one (`trials/`), which is removed when the trial ends. The real one answers as before meanwhile.
 */
export function createTrials({ dataDir, made, reading, sources, here, openLibrary }: TrialsDeps): Trials {
  return {
    async open(configuration, options) {
      if (options.index !== undefined || isMadeFor(configuration, made())) return here(configuration, options)
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

function isMadeFor({ models, chunking }: Configuration, made: Pick<IndexReference, 'model' | 'chunking'>): boolean {
  return models.embedding === made.model && chunkingKey(chunking) === chunkingKey(made.chunking)
}

/** The part of an index's name that tells its chunks. */
export function chunkingKey({ targetTokens, maxTokens, overlapTokens }: Configuration['chunking']): string {
  return `${targetTokens}-${maxTokens}-${overlapTokens}`
}

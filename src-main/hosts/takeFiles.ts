import { rm } from 'node:fs/promises'
import type { TakenFiles } from '../../src-shared/domain/takenFiles.ts'
import type { Engine } from '../core/Engine.ts'

/**
 * What a person dropped or picked: files of models (`.gguf`) are imported, everything else is read into the library. The reading goes on in the background; an import
 * ends with the model's self-test, so this can take minutes where a chat model is among them. `areCopies`: the files were made for this drop, and a model's goes when it is
 * imported. Null: nothing was given. Throws AppError when a model's file is none.
 */
export async function takeFiles(engine: Pick<Engine, 'library' | 'models'>, paths: readonly string[], { areCopies = false } = {}): Promise<TakenFiles | null> {
  if (paths.length === 0) return null
  const isModel = (path: string) => path.toLowerCase().endsWith('.gguf')
  const documents = paths.filter((path) => !isModel(path))
  const jobId = documents.length === 0 ? null : engine.library.startAdd(documents)
  const models: string[] = []
  for (const path of paths.filter(isModel)) {
    try {
      models.push((await engine.models.importFile(path)).name)
    } finally {
      if (areCopies) await rm(path, { force: true })
    }
  }
  return { jobId, models }
}

import type { EmbeddingIdentity } from '../../../src-shared/domain/model.ts'
import type { ModelService } from '../ports/ModelService.ts'
import type { Configuration } from './Configuration.ts'

/** Which files a configuration computes with: names and hashes, for a run's record. */
export async function configurationModels({ models: { chat, reranker } }: Configuration, models: Pick<ModelService, 'list'>, embedding: EmbeddingIdentity): Promise<Readonly<Record<string, unknown>>> {
  const installed = await models.list()
  const file = (name: string | null) => {
    const entry = installed.find((candidate) => candidate.name === name)
    return entry === undefined ? null : { name: entry.name, sha256: entry.sha256 }
  }
  return { embedding: { name: embedding.model, sha256: embedding.sha256, runtime: embedding.runtime, fingerprint: embedding.fingerprint }, chat: file(chat), reranker: file(reranker) }
}

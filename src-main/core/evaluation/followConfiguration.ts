import type { Retriever } from '../retrieval/Retrieval.ts'
import { canonicalJson } from '../audit/canonicalJson.ts'
import type { Configuration } from './Configuration.ts'

/** The retriever of whatever configuration is in force when it is asked; made anew only when that changed. */
export function followConfiguration(active: () => Configuration, make: (configuration: Configuration) => Retriever): Retriever {
  let made: { readonly key: string; readonly retriever: Retriever } | undefined
  function current(): Retriever {
    const configuration = active()
    const key = canonicalJson([configuration.name, configuration.version, configuration.retrieval, configuration.models.reranker])
    if (made?.key !== key) made = { key, retriever: make(configuration) }
    return made.retriever
  }
  return {
    search: (request, options) => current().search(request, options),
    retrieve: (request, options) => current().retrieve(request, options),
  }
}

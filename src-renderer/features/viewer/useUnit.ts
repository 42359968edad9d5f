import { useEffect, useState } from 'react'
import type { DocumentReport } from '../../../src-shared/domain/document.ts'
import type { DocumentId } from '../../../src-shared/domain/ids.ts'
import type { SteeringText } from '../../../src-shared/domain/steering.ts'
import type { ParsedUnit, Word } from '../../../src-shared/domain/unit.ts'
import { useWindow } from '../../state/WindowContext.ts'

export type Loaded<Value> = { readonly kind: 'loading' } | { readonly kind: 'ready'; readonly value: Value } | { readonly kind: 'failed'; readonly message: string }

/** What `load` gives for `key`; a late answer for a former key is dropped. */
function useLoaded<Value>(key: string, load: () => Promise<Value>): Loaded<Value> {
  const [state, setState] = useState<{ readonly key: string; readonly loaded: Loaded<Value> }>({ key, loaded: { kind: 'loading' } })
  useEffect(() => {
    let isGone = false
    load().then(
      (value) => { if (!isGone) setState({ key, loaded: { kind: 'ready', value } }) },
      (thrown: unknown) => { if (!isGone) setState({ key, loaded: { kind: 'failed', message: thrown instanceof Error ? thrown.message : String(thrown) } }) },
    )
    return () => { isGone = true }
    // `load` is a new function at every render; `key` says when it means something else.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key])
  return state.key === key ? state.loaded : { kind: 'loading' }
}

/** The stored text and segments of one unit. */
export function useUnit(documentId: DocumentId, unit: number): Loaded<ParsedUnit> {
  const { client } = useWindow()
  return useLoaded(`${documentId}/${unit}`, () => client.call('library.unit', { documentId, unit }))
}

/** The words of one page with their boxes. */
export function useWords(documentId: DocumentId, unit: number): Loaded<readonly Word[]> {
  const { client } = useWindow()
  return useLoaded(`${documentId}/${unit}`, () => client.call('library.words', { documentId, unit }))
}

/** The report of one document with all of its units. */
export function useDocument(documentId: DocumentId): Loaded<DocumentReport> {
  const { client } = useWindow()
  return useLoaded(documentId, () => client.call('library.document', { documentId, units: true }))
}

/** Where the document tries to steer an assistant; empty until that is known. */
export function useSteering(documentId: DocumentId): readonly SteeringText[] {
  const { client } = useWindow()
  const steering = useLoaded(documentId, () => client.call('library.steering', { documentId }))
  return steering.kind === 'ready' ? steering.value.places : NONE
}

const NONE: readonly SteeringText[] = []

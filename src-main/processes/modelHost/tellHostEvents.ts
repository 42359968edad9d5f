import type { ModelLibrary } from '../../core/models/createModelLibrary.ts'
import type { HostEvent } from './HostConnection.ts'

export interface TellHostEventsOptions {
  readonly library: Pick<ModelLibrary, 'list' | 'record'>
  /** A sentence for a person. */
  readonly tell: (message: string, level: 'info' | 'warning') => void
}

/** What a person is told about the model process; a model that was set aside is also marked in the library. */
export function tellHostEvents({ library, tell }: TellHostEventsOptions): (event: HostEvent) => void {
  return (event) => {
    if (event.kind === 'crashed') {
      tell(event.isSmaller
        ? 'The model process stopped again; it starts with smaller limits and goes on.'
        : 'The model process stopped unexpectedly; it starts again and goes on.', 'warning')
    }
    if (event.kind === 'setAside') {
      const entry = library.list().find((candidate) => candidate.forms?.some((form) => event.key.endsWith(form.sha256)))
      tell(`The model "${entry?.name ?? 'unknown'}" is not used any more. ${event.reason}`, 'warning')
      // Bundled models keep no marks, and a mark that cannot be written only means that it is tried again after the next start.
      if (entry !== undefined) void library.record(entry.name, { setAside: event.reason }).catch(() => undefined)
    }
  }
}

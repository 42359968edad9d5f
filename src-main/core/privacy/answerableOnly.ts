import type { DocumentSummary, LibraryReader } from '../ports/LibraryReader.ts'
import type { Policies } from './createPolicies.ts'

/** The library as questions may see it: without the documents of folders that may not be answered from. For a question they are not there. */
export function answerableOnly(reader: LibraryReader, policies: Policies): LibraryReader {
  let kept: { readonly revision: number; readonly hidden: ReadonlySet<string>; readonly list: readonly DocumentSummary[]; readonly withheld: DocumentSummary['documentId'][] } | undefined
  function current() {
    const { revision } = reader
    if (kept?.revision === revision) return kept
    const hidden = new Set<string>(policies.notAnswered())
    const isHidden = ({ documentId }: DocumentSummary) => hidden.has(documentId)
    const all = reader.documents()
    kept = { revision, hidden, list: hidden.size === 0 ? all : all.filter((document) => !isHidden(document)), withheld: hidden.size === 0 ? [] : all.filter(isHidden).map(({ documentId }) => documentId) }
    return kept
  }
  return {
    get revision() { return reader.revision },
    document: (documentId) => (current().hidden.has(documentId) ? undefined : reader.document(documentId)),
    documents: () => current().list,
    unreadable: () => reader.unreadable(),
    areVersions: (...documents) => reader.areVersions(...documents),
    unit: (documentId, unit) => (current().hidden.has(documentId) ? undefined : reader.unit(documentId, unit)),
    staleness: (documentId) => reader.staleness(documentId),
    withheld: () => current().withheld,
  }
}

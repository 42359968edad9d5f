import { ArrowLeft } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { DocumentReport } from '../../../src-shared/domain/document.ts'
import type { DocumentId } from '../../../src-shared/domain/ids.ts'
import { Button } from '../../components/Button.tsx'
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { useStore } from '../../state/useStore.ts'
import { useWindow } from '../../state/WindowContext.ts'
import { count, day, percent, size } from '../../text/amounts.ts'
import { fileName } from '../../text/paths.ts'
import { languageName } from '../../text/languageNames.ts'
import { text } from '../../text/text.ts'
import { CoverageTable } from './CoverageTable.tsx'
import { DocumentActions } from './DocumentActions.tsx'
import { stateInWords, unitsInWords } from './documentInWords.ts'
import './library.css'

/** One document: its state and what to do about it, its facts, and how each of its parts was read. */
export function DocumentPage({ documentId }: { readonly documentId: DocumentId }) {
  const { client, library, navigation, notices, source } = useWindow()
  const summary = useStore(library.store, (state) => state.byId.get(documentId))
  const byId = useStore(library.store, (state) => state.byId)
  const [full, setFull] = useState<DocumentReport | null>(null)
  const [isAsking, setIsAsking] = useState(false)

  useEffect(() => {
    let isGone = false
    client.call('library.document', { documentId, units: true }).then((report) => { if (!isGone) setFull(report) }, (thrown: unknown) => { if (!isGone && summary === undefined) notices.fail(thrown) })
    return () => { isGone = true }
    // A change of the document itself reads it again.
  }, [client, notices, documentId, summary])

  const document = full?.documentId === documentId ? full : summary
  if (document === undefined) return <EmptyState title={text.library.noMatch} />
  const { facts } = text.library
  const hasProblem = document.state === 'failed' || document.state === 'skipped'
  const rows: readonly (readonly [string, string | undefined])[] = [
    [facts.path, document.path], [facts.type, document.mediaType], [facts.size, size(document.sizeBytes)], [facts.modified, day(document.modified)],
    [facts.author, document.author], [facts.language, document.language === undefined ? undefined : languageName(document.language)], [facts.chunks, count(document.chunks)], [facts.hash, document.sha256],
  ]
  return (
    <section className="document" aria-label={text.library.label}>
      <Button size="small" look="quiet" className="document__back" onClick={() => navigation.go({ kind: 'library', folder: null, needsYou: false })}><ArrowLeft size={14} aria-hidden />{text.library.back}</Button>
      <header className="document__head">
        <h1 className="pane-title">{fileName(document.path)}</h1>
        <p className={`state state--${document.state}`}>{stateInWords(document)}</p>
        {hasProblem && document.action !== undefined && <p className="document__action">{document.action}</p>}
        {document.duplicateOf !== undefined && <p className="document__action">{text.library.duplicateOf(fileName(byId.get(document.duplicateOf)?.path ?? document.duplicateOf))}</p>}
        <DocumentActions key={document.code ?? document.state} document={document} onForget={() => setIsAsking(true)} />
      </header>
      <dl className="facts">
        {rows.map(([name, value]) => value !== undefined && value !== '' && <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}
      </dl>
      {document.nearDuplicates !== undefined && document.nearDuplicates.length > 0 && (
        <>
          <h2 className="section-title">{text.library.nearDuplicates}</h2>
          <ul className="document__similar">{document.nearDuplicates.map((near) => <li key={near.documentId}><button type="button" className="link" onClick={() => navigation.go({ kind: 'document', documentId: near.documentId })}>{fileName(near.path)}</button> {percent(near.similarity)}</li>)}</ul>
        </>
      )}
      {document.units.length > 0 && (
        <>
          <h2 className="section-title">{text.library.coverage} <span>{unitsInWords(document.units)}</span></h2>
          <CoverageTable units={document.units} onOpen={(unit) => source.openDocument(documentId, document.path, unit)} />
        </>
      )}
      <ConfirmDialog
        isOpen={isAsking} title={hasProblem ? text.library.ignoreTitle(fileName(document.path)) : text.library.forgetTitle(fileName(document.path))} body={hasProblem ? text.library.ignoreBody : text.library.forgetBody} confirm={hasProblem ? text.library.ignore : text.library.forget} onClose={() => setIsAsking(false)}
        onConfirm={() => {
          navigation.go({ kind: 'library', folder: null, needsYou: false })
          void library.forget([documentId]).then((isDone) => { if (isDone) notices.tell(text.library.forgetDone) })
        }}
      />
    </section>
  )
}

import { useVirtualizer } from '@tanstack/react-virtual'
import { useMemo, useRef } from 'react'
import type { DocumentReport } from '../../../src-shared/domain/document.ts'
import { useStore } from '../../state/useStore.ts'
import { useWindow } from '../../state/WindowContext.ts'
import { fileName } from '../../text/paths.ts'
import { text } from '../../text/text.ts'
import { arrangeDocuments } from './arrangeDocuments.ts'
import { stateInWords } from './documentInWords.ts'
import './library.css'

const ROW_PX = 30

/** The library in the left column: each file with its state, those that need a person first. */
export function DocumentShelf() {
  const { library, navigation, source } = useWindow()
  const documents = useStore(library.store, (state) => state.documents)
  const current = useStore(source.store, (state) => state.place?.documentId)
  const arranged = useMemo(() => arrangeDocuments(documents, { search: '', folder: null, needsYou: false, sort: 'state', isDescending: false }), [documents])
  const scroller = useRef<HTMLDivElement>(null)
  // eslint-disable-next-line react-hooks/incompatible-library -- the React Compiler, which this speaks of, is not used.
  const virtualizer = useVirtualizer({ count: arranged.length, getScrollElement: () => scroller.current, estimateSize: () => ROW_PX, overscan: 10 })

  function open(document: DocumentReport) {
    if (document.state === 'indexed' || document.state === 'unchanged') source.openDocument(document.documentId, document.path)
    else navigation.go({ kind: 'document', documentId: document.documentId })
  }

  return (
    <section className="shelf" aria-label={text.library.label}>
      <div className="shelf__scroll" ref={scroller} tabIndex={-1}>
        <div role="table" aria-label={text.library.table} aria-rowcount={arranged.length} style={{ height: virtualizer.getTotalSize(), position: 'relative' }}>
          {virtualizer.getVirtualItems().map((item) => {
            const document = arranged[item.index]
            if (document === undefined) return null
            const isReady = document.state === 'indexed' || document.state === 'unchanged'
            return (
              <div key={document.documentId} className="shelf__row" role="row" aria-rowindex={item.index + 1} data-current={document.documentId === current} style={{ transform: `translateY(${item.start}px)` }}>
                <div role="rowheader" className="shelf__name"><button type="button" title={`${document.path}\n${stateInWords(document)}`} onClick={() => open(document)}>{fileName(document.path)}</button></div>
                <div role="cell" className={isReady ? 'visually-hidden' : `state state--${document.state}`}>{text.library.states[document.state]}</div>
              </div>
            )
          })}
        </div>
      </div>
    </section>
  )
}

import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { memo, useRef } from 'react'
import type { DocumentReport } from '../../../src-shared/domain/document.ts'
import { day, size } from '../../text/amounts.ts'
import { fileName, folderOf } from '../../text/paths.ts'
import { text } from '../../text/text.ts'
import type { SortKey } from './arrangeDocuments.ts'
import { stateInWords, unitsInWords } from './documentInWords.ts'

interface DocumentTableProps {
  readonly documents: readonly DocumentReport[]
  readonly sort: SortKey
  readonly isDescending: boolean
  readonly onSort: (sort: SortKey) => void
  readonly onOpen: (document: DocumentReport) => void
}

const ROW_PX = 44
const COLUMNS: readonly SortKey[] = ['name', 'state', 'units', 'size', 'date']

/** All documents as a table of which only the rows in sight exist; ten thousand scroll like ten. */
export const DocumentTable = memo(function DocumentTable({ documents, sort, isDescending, onSort, onOpen }: DocumentTableProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const virtualizer = useVirtualizer({ count: documents.length, getScrollElement: () => scroller.current, estimateSize: () => ROW_PX, overscan: 12 })
  return (
    <div className="table" role="table" ref={scroller} tabIndex={-1} aria-label={text.library.table} aria-rowcount={documents.length + 1}>
      <div role="rowgroup" className="table__head-group">
        <div className="table__head table__row" role="row" aria-rowindex={1}>
          {COLUMNS.map((column) => (
            <div key={column} role="columnheader" className={`table__cell table__cell--${column}`} aria-sort={sort === column ? (isDescending ? 'descending' : 'ascending') : 'none'}>
              <button type="button" onClick={() => onSort(column)}>{text.library.columns[column]}{sort === column && (isDescending ? <ArrowDown size={12} aria-hidden /> : <ArrowUp size={12} aria-hidden />)}</button>
            </div>
          ))}
        </div>
      </div>
      <div className="table__space" role="rowgroup" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => {
          const document = documents[item.index]
          return document === undefined ? null : <Row key={document.documentId} document={document} index={item.index} top={item.start} onOpen={onOpen} />
        })}
      </div>
    </div>
  )
})

interface RowProps {
  readonly document: DocumentReport
  readonly index: number
  readonly top: number
  readonly onOpen: (document: DocumentReport) => void
}

const Row = memo(function Row({ document, index, top, onOpen }: RowProps) {
  const state = stateInWords(document)
  return (
    <div className="table__row" role="row" aria-rowindex={index + 2} style={{ transform: `translateY(${top}px)` }} onClick={() => onOpen(document)}>
      <div role="rowheader" aria-label={fileName(document.path)} className="table__cell table__cell--name">
        <button type="button" className="table__name" title={document.path} onClick={(event) => { event.stopPropagation(); onOpen(document) }}>{fileName(document.path)}</button>
        <small>{folderOf(document.path)}</small>
      </div>
      <div role="cell" className="table__cell table__cell--state">
        <span className={`state state--${document.state}`} title={state}>{state}</span>
        {document.action !== undefined && (document.state === 'failed' || document.state === 'skipped') && <small title={document.action}>{document.action}</small>}
      </div>
      <div role="cell" className="table__cell table__cell--units">{unitsInWords(document.units)}</div>
      <div role="cell" className="table__cell table__cell--size">{size(document.sizeBytes)}</div>
      <div role="cell" className="table__cell table__cell--date">{day(document.modified)}</div>
    </div>
  )
})

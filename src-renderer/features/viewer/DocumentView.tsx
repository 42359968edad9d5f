import { use, useMemo, useState, type ReactNode } from 'react'
import { EmptyState } from '../../components/EmptyState.tsx'
import { useDelayed } from '../../components/useDelayed.ts'
import type { SourcePlace } from '../../state/source.ts'
import { useWindow } from '../../state/WindowContext.ts'
import { text } from '../../text/text.ts'
import type { DocumentReport } from '../../../src-shared/domain/document.ts'
import type { ParsedUnit, UnitReport } from '../../../src-shared/domain/unit.ts'
import { FoundMarks } from './FoundMarks.tsx'
import { FoundMatchContext } from './FoundMatchContext.ts'
import { ImageView } from './ImageView.tsx'
import { isScan, PdfView } from './PdfView.tsx'
import { boxedPieces } from './quotePieces.ts'
import { isMail } from './isMail.ts'
import { ScanWords } from './ScanWords.tsx'
import { SteeringContext } from './SteeringContext.ts'
import { SteeringMarks } from './SteeringMarks.tsx'
import { TextUnitView } from './TextUnitView.tsx'
import { useOpenPdf } from './useOpenPdf.ts'
import { useUnit } from './useUnit.ts'

interface DocumentViewProps {
  readonly place: SourcePlace
  readonly report: DocumentReport
  readonly zoom: 'fit' | number
  readonly hasThumbnails: boolean
  /** The recognised words of scans are shown over the picture. */
  readonly showsWords: boolean
  readonly onScale: (scale: number) => void
}

/** The document in the way that suits its kind: its own pages where they can be drawn, its stored text otherwise. */
export function DocumentView({ place, report, zoom, hasThumbnails, showsWords, onScale }: DocumentViewProps) {
  const [unreadable, setUnreadable] = useState<string | null>(null)
  const isPdf = report.mediaType === 'application/pdf'
  const isPicture = report.mediaType.startsWith('image/') && report.units[0]?.kind === 'image'
  if (place.stale !== 'missing' && unreadable !== place.documentId) {
    const onUnreadable = () => setUnreadable(place.documentId)
    if (isPdf) return <PdfDocument key={place.documentId} place={place} report={report} zoom={zoom} hasThumbnails={hasThumbnails} showsWords={showsWords} onScale={onScale} />
    if (isPicture) return <PictureDocument place={place} showsWords={showsWords} onUnreadable={onUnreadable} />
  }
  return <StoredText place={place} report={report} />
}

function usePieces(place: SourcePlace) {
  const { quote } = place
  const unit = useUnit(place.documentId, quote?.anchor.unit ?? place.unit)
  return useMemo(() => {
    if (quote === null || (quote.anchor.kind !== 'page' && quote.anchor.kind !== 'image')) return null
    return { n: quote.n, unit: quote.anchor.unit, pieces: boxedPieces(unit.kind === 'ready' ? unit.value : null, quote.anchor, quote.text) }
  }, [quote, unit])
}

/** What lies over a drawn page: the words that OCR read, and the match of a search. */
function useOverlay({ documentId }: SourcePlace, showsWords: boolean): (unit: Pick<UnitReport, 'unit' | 'source' | 'width' | 'height'> | undefined, width: number, height: number) => ReactNode {
  const match = use(FoundMatchContext)
  const steering = use(SteeringContext)
  return (unit, width, height) => (unit === undefined ? null : (
    <>
      {isScan(unit) && <ScanWords documentId={documentId} unit={unit.unit} width={width} height={height} isVisible={showsWords} />}
      <SteeringMarks places={steering.filter((place) => place.unit === unit.unit)} width={width} height={height} />
      {match?.unit === unit.unit && <FoundMarks anchor={match.anchor} width={width} height={height} />}
    </>
  ))
}

function PdfDocument({ place, report, zoom, hasThumbnails, showsWords, onScale }: DocumentViewProps) {
  const { source } = useWindow()
  const state = useOpenPdf(report)
  const quote = usePieces(place)
  const isSlow = useDelayed(state.kind === 'opening')
  const overlay = useOverlay(place, showsWords)
  switch (state.kind) {
    case 'opening': return <div className="desk">{isSlow && <p className="desk__note" role="status">{text.source.opening}</p>}</div>
    case 'failed': return <><p className="source__notice">{text.source.failed} {text.source.asText}</p><StoredText place={place} report={report} /></>
    case 'open': return <PdfView pdf={state.pdf} units={report.units} unit={place.unit} quote={quote} opened={place.opened} zoom={zoom} hasThumbnails={hasThumbnails} overlay={overlay} onUnit={source.showUnit} onPage={source.goToUnit} onScale={onScale} />
    default: return state satisfies never
  }
}

function PictureDocument({ place, showsWords, onUnreadable }: { readonly place: SourcePlace; readonly showsWords: boolean; readonly onUnreadable: () => void }) {
  const { client } = useWindow()
  const unit = useUnit(place.documentId, place.unit)
  const quote = usePieces(place)
  const overlay = useOverlay(place, showsWords)
  if (unit.kind !== 'ready') return <div className="desk" />
  return <ImageView url={client.files.contentUrl(place.documentId)} path={place.path} unit={unit.value} quote={quote} opened={place.opened} overlay={(width, height) => overlay(unit.value, width, height)} onUnreadable={onUnreadable} />
}

function StoredText({ place, report }: { readonly place: SourcePlace; readonly report: DocumentReport }) {
  const isInHead = place.quote?.anchor.unit === 1 && place.unit === 1
  if (isMail(report.units) && !isInHead) return <MailText place={place.unit === 1 ? { ...place, unit: 2 } : place} />
  return <OneUnit place={place} />
}

/** A mail is read with who sent it when to whom above its words. */
function MailText({ place }: { readonly place: SourcePlace }) {
  const head = useUnit(place.documentId, 1)
  return head.kind === 'loading' ? <div className="desk" /> : <OneUnit place={place} head={head.kind === 'ready' ? head.value : null} />
}

function OneUnit({ place, head = null }: { readonly place: SourcePlace; readonly head?: ParsedUnit | null }) {
  const unit = useUnit(place.documentId, place.unit)
  const isSlow = useDelayed(unit.kind === 'loading')
  if (unit.kind === 'failed') return <EmptyState title={text.source.failed}><p>{unit.message}</p></EmptyState>
  if (unit.kind === 'loading') return <div className="desk">{isSlow && <p className="desk__note" role="status">{text.source.opening}</p>}</div>
  const { quote } = place
  const isHere = quote !== null && quote.anchor.unit === place.unit
  return (
    <TextUnitView
      key={`${place.documentId}/${place.unit}/${isHere ? quote.anchor.charStart : ''}`} unit={unit.value} head={head} opened={place.opened}
      quote={isHere ? { n: quote.n, charStart: quote.anchor.charStart, charEnd: quote.anchor.charEnd } : null}
      citedRange={isHere && quote.anchor.kind === 'cells' ? quote.anchor.range : null}
    />
  )
}

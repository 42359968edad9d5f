import { useMemo, useState } from 'react'
import { EmptyState } from '../../components/EmptyState.tsx'
import { useDelayed } from '../../components/useDelayed.ts'
import type { SourcePlace } from '../../state/source.ts'
import { useWindow } from '../../state/WindowContext.ts'
import { text } from '../../text/text.ts'
import type { DocumentReport } from '../../../src-shared/domain/document.ts'
import { ImageView } from './ImageView.tsx'
import { PdfView } from './PdfView.tsx'
import { boxedPieces } from './quotePieces.ts'
import { TextUnitView } from './TextUnitView.tsx'
import { useOpenPdf } from './useOpenPdf.ts'
import { useUnit } from './useUnit.ts'

interface DocumentViewProps {
  readonly place: SourcePlace
  readonly report: DocumentReport
  readonly zoom: 'fit' | number
  readonly onScale: (scale: number) => void
}

/** The document in the way that suits its kind: its own pages where they can be drawn, its stored text otherwise. */
export function DocumentView({ place, report, zoom, onScale }: DocumentViewProps) {
  const [unreadable, setUnreadable] = useState<string | null>(null)
  const isPdf = report.mediaType === 'application/pdf'
  const isPicture = report.mediaType.startsWith('image/') && report.units[0]?.kind === 'image'
  if (place.stale !== 'missing' && unreadable !== place.documentId) {
    const onUnreadable = () => setUnreadable(place.documentId)
    if (isPdf) return <PdfDocument key={place.documentId} place={place} report={report} zoom={zoom} onScale={onScale} />
    if (isPicture) return <PictureDocument place={place} onUnreadable={onUnreadable} />
  }
  return <StoredText place={place} />
}

function usePieces(place: SourcePlace) {
  const { quote } = place
  const unit = useUnit(place.documentId, quote?.anchor.unit ?? place.unit)
  return useMemo(() => {
    if (quote === null || (quote.anchor.kind !== 'page' && quote.anchor.kind !== 'image')) return null
    return { n: quote.n, unit: quote.anchor.unit, pieces: boxedPieces(unit.kind === 'ready' ? unit.value : null, quote.anchor, quote.text) }
  }, [quote, unit])
}

function PdfDocument({ place, report, zoom, onScale }: DocumentViewProps) {
  const { client, source } = useWindow()
  const state = useOpenPdf(client.files.contentUrl(place.documentId), report.sha256)
  const quote = usePieces(place)
  const isSlow = useDelayed(state.kind === 'opening')
  switch (state.kind) {
    case 'opening': return <div className="desk">{isSlow && <p className="desk__note" role="status">{text.source.opening}</p>}</div>
    case 'failed': return <><p className="source__notice">{text.source.failed} {text.source.asText}</p><StoredText place={place} /></>
    case 'open': return <PdfView pdf={state.pdf} units={report.units} unit={place.unit} quote={quote} opened={place.opened} zoom={zoom} onUnit={source.showUnit} onScale={onScale} />
    default: return state satisfies never
  }
}

function PictureDocument({ place, onUnreadable }: { readonly place: SourcePlace; readonly onUnreadable: () => void }) {
  const { client } = useWindow()
  const unit = useUnit(place.documentId, place.unit)
  const quote = usePieces(place)
  if (unit.kind !== 'ready') return <div className="desk" />
  return <ImageView url={client.files.contentUrl(place.documentId)} path={place.path} unit={unit.value} quote={quote} opened={place.opened} onUnreadable={onUnreadable} />
}

function StoredText({ place }: { readonly place: SourcePlace }) {
  const unit = useUnit(place.documentId, place.unit)
  const isSlow = useDelayed(unit.kind === 'loading')
  if (unit.kind === 'failed') return <EmptyState title={text.source.failed}><p>{unit.message}</p></EmptyState>
  if (unit.kind === 'loading') return <div className="desk">{isSlow && <p className="desk__note" role="status">{text.source.opening}</p>}</div>
  const { quote } = place
  const isHere = quote !== null && quote.anchor.unit === place.unit
  return (
    <TextUnitView
      key={`${place.documentId}/${place.unit}/${isHere ? quote.anchor.charStart : ''}`} unit={unit.value} opened={place.opened}
      quote={isHere ? { n: quote.n, charStart: quote.anchor.charStart, charEnd: quote.anchor.charEnd } : null}
      citedRange={isHere && quote.anchor.kind === 'cells' ? quote.anchor.range : null}
    />
  )
}

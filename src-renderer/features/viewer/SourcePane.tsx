import { useCallback, useRef, useState, type KeyboardEvent } from 'react'
import { EmptyState } from '../../components/EmptyState.tsx'
import { PassageList } from '../../components/PassageList.tsx'
import { isRunning } from '../../state/AnswerView.ts'
import { stepCitation } from '../../state/stepCitation.ts'
import type { SourcePlace } from '../../state/source.ts'
import { useStore } from '../../state/useStore.ts'
import { useWindow } from '../../state/WindowContext.ts'
import { matches } from '../../text/shortcuts.ts'
import { text } from '../../text/text.ts'
import { DocumentView } from './DocumentView.tsx'
import { FindBar } from './FindBar.tsx'
import { FoundMatchContext } from './FoundMatchContext.ts'
import { isMail } from './isMail.ts'
import { isScan } from './PdfView.tsx'
import { SourceHeader } from './SourceHeader.tsx'
import { SourceTools } from './SourceTools.tsx'
import { SteeringContext } from './SteeringContext.ts'
import { SteeringNotice } from './SteeringNotice.tsx'
import { useFind } from './useFind.ts'
import { useDocument, useSteering } from './useUnit.ts'
import './viewer.css'

const ZOOM_STEP = 1.2
const MIN_SCALE = 0.25
const MAX_SCALE = 5

/** The source beside the answer. */
export function SourcePane() {
  const { source } = useWindow()
  const place = useStore(source.store, (state) => state.place)
  return place === null ? <NothingOpen /> : <OpenSource key={place.documentId} place={place} />
}

function NothingOpen() {
  const { conversation, source } = useWindow()
  const last = useStore(conversation.store, (state) => state.views.at(-1))
  return (
    <section className="source" aria-label={text.source.label}>
      {last !== undefined && isRunning(last) && last.passages.length > 0
        ? <div className="source__found"><h2>{text.source.found}</h2><PassageList label={text.source.found} passages={last.passages} onOpen={(passage) => source.openPassage(passage)} /></div>
        : <EmptyState title={text.source.nothing}><p>{text.source.nothingBody}</p></EmptyState>}
    </section>
  )
}

function OpenSource({ place }: { readonly place: SourcePlace }) {
  const { conversation, source } = useWindow()
  const report = useDocument(place.documentId)
  const citations = useStore(conversation.store, (state) => state.views.find((view) => view.key === place.answerKey)?.citations)
  const [zoom, setZoom] = useState<'fit' | number>('fit')
  const scale = useRef(1)
  const keepScale = useCallback((current: number) => { scale.current = current }, [])
  const find = useFind(place.documentId)
  const steering = useSteering(place.documentId)
  const [hasThumbnails, setHasThumbnails] = useState(false)
  const [showsWords, setShowsWords] = useState(false)
  const units = report.kind === 'ready' ? report.value.units : []
  const isPdf = report.kind === 'ready' && report.value.mediaType === 'application/pdf'
  const isDrawn = isPdf || (report.kind === 'ready' && report.value.mediaType.startsWith('image/'))
  const index = citations?.findIndex((citation) => citation.n === place.quote?.n) ?? -1

  function changeZoom(step: 'in' | 'out' | 'fit') {
    if (step === 'fit') setZoom('fit')
    else setZoom(Math.min(MAX_SCALE, Math.max(MIN_SCALE, scale.current * (step === 'in' ? ZOOM_STEP : 1 / ZOOM_STEP))))
  }
  /** Only inside the source: elsewhere these keys enlarge the whole window, as people with weak eyes need. */
  function press(event: KeyboardEvent) {
    if (matches(event, 'find')) {
      event.preventDefault()
      find.open()
      return
    }
    const step = matches(event, 'zoomIn') ? 'in' : matches(event, 'zoomOut') ? 'out' : matches(event, 'fitWidth') ? 'fit' : null
    if (step === null) return
    event.preventDefault()
    changeZoom(step)
  }

  return (
    <section className="source" aria-label={text.source.label} data-document={place.documentId} data-unit={place.unit} onKeyDown={press}>
      <SourceHeader
        path={place.path} unit={place.unit} units={isMail(units) ? 1 : units.length} unitLabel={units[place.unit - 1]?.label ?? ''} hasZoom={isPdf}
        tools={report.kind === 'ready' && (
          <SourceTools
            report={report.value} isFindOpen={find.isOpen} onFind={() => (find.isOpen ? find.close() : find.open())} thumbnails={isPdf && units.length > 1 ? hasThumbnails : null} onThumbnails={() => setHasThumbnails(!hasThumbnails)}
            words={isDrawn && isScan(units[place.unit - 1]) ? showsWords : null} onWords={() => setShowsWords(!showsWords)}
          />
        )}
        citation={citations === undefined || index < 0 ? null : { index, all: citations.length }}
        onUnit={(unit) => source.goToUnit(unit)} onCitation={(step) => stepCitation(conversation, source, step)} onZoom={changeZoom}
      />
      {place.stale !== false && <p className="source__notice source__notice--warn">{text.source.stale[place.stale]}</p>}
      <SteeringNotice places={steering} units={units} onOpen={(unit) => source.goToUnit(unit)} />
      {find.isOpen && <FindBar find={find} />}
      {report.kind === 'ready' && <FoundMatchContext value={find.match}><SteeringContext value={steering}><DocumentView place={place} report={report.value} zoom={zoom} hasThumbnails={hasThumbnails} showsWords={showsWords} onScale={keepScale} /></SteeringContext></FoundMatchContext>}
      {report.kind === 'failed' && <EmptyState title={text.source.failed}><p>{report.message}</p></EmptyState>}
    </section>
  )
}

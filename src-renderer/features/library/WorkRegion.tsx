import { X } from 'lucide-react'
import type { Job } from '../../../src-shared/domain/job.ts'
import { Button, IconButton } from '../../components/Button.tsx'
import { ProgressBar } from '../../components/ProgressBar.tsx'
import { useStore } from '../../state/useStore.ts'
import { useWindow } from '../../state/WindowContext.ts'
import { isActive } from '../../state/work.ts'
import { text } from '../../text/text.ts'
import { progressInWords } from './progressInWords.ts'
import './library.css'

/** Background work in one quiet place: what goes on, how far it is, and the way to pause or end it. */
export function WorkRegion() {
  const { work } = useWindow()
  const jobs = useStore(work.store)
  return (
    <section className="work" aria-label={text.work.label}>
      {jobs.length === 0 && <p className="work__idle">{text.work.idle}</p>}
      {jobs.map((job) => <JobLine key={job.jobId} job={job} />)}
    </section>
  )
}

function JobLine({ job }: { readonly job: Job }) {
  const { work } = useWindow()
  const { done, total, unit } = job.progress
  const words = progressInWords(job)
  if (!isActive(job)) {
    return (
      <div className="work__job">
        <p className="work__words" role={job.state === 'failed' ? 'alert' : 'status'}>
          <span className="work__label">{job.label}</span> {text.work.states[job.state]}{job.error === undefined ? ` · ${text.work.of(done, undefined, unit)}` : `: ${job.error.message} ${job.error.action ?? ''}`}
        </p>
        {job.state !== 'succeeded' && <Button size="small" look="quiet" onClick={() => void work.control('retry', job.jobId)}>{text.work.retry}</Button>}
        <IconButton size="small" label={text.work.dismiss} onClick={() => work.dismiss(job.jobId)}><X size={13} aria-hidden /></IconButton>
      </div>
    )
  }
  return (
    <div className="work__job">
      <p className="work__words" title={words}><span className="work__label">{job.label}:</span> {words}</p>
      <div className="work__bar"><ProgressBar label={text.work.progress(job.label)} done={done} total={total} valueText={words} /></div>
      {job.state === 'paused'
        ? <Button size="small" look="quiet" onClick={() => void work.control('resume', job.jobId)}>{text.work.resume}</Button>
        : <Button size="small" look="quiet" onClick={() => void work.control('pause', job.jobId)}>{text.work.pause}</Button>}
      <Button size="small" look="quiet" onClick={() => void work.control('cancel', job.jobId)}>{text.work.cancel}</Button>
    </div>
  )
}

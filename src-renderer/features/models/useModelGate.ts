import { useState } from 'react'
import type { JobId } from '../../../src-shared/domain/ids.ts'
import { useStore } from '../../state/useStore.ts'
import { useWindow } from '../../state/WindowContext.ts'
import { text } from '../../text/text.ts'

/** A model that the gate did not let through, with what it found. */
export interface Refusal {
  readonly name: string
  readonly findings: readonly string[]
}

export interface ModelGateState {
  /** What goes on, in words; null: nothing. */
  readonly busy: string | null
  readonly refusal: Refusal | null
  use(name: string, override?: string): Promise<void>
  dismiss(): void
}

/** Making a model the default: a chat model is judged at once, an embedder by the job that builds its index. */
export function useModelGate(): ModelGateState {
  const { settings, work } = useWindow()
  const jobs = useStore(work.store)
  const [judging, setJudging] = useState<string | null>(null)
  const [refused, setRefused] = useState<Refusal | null>(null)
  const [building, setBuilding] = useState<{ readonly name: string; readonly jobId: JobId } | null>(null)
  const job = jobs.find(({ jobId }) => jobId === building?.jobId)
  const isBuilding = job !== undefined && (job.state === 'queued' || job.state === 'running' || job.state === 'paused')
  const ofJob = building !== null && job?.state === 'failed' && job.error?.code === 'GATE_FAILED' ? { name: building.name, findings: [job.error.message] } : null

  return {
    busy: judging !== null ? text.models.gate.judging(judging) : building !== null && isBuilding ? text.models.gate.building(building.name) : null,
    refusal: refused ?? ofJob,
    async use(name, override) {
      setRefused(null)
      setBuilding(null)
      setJudging(name)
      const used = await settings.useModel(name, override)
      setJudging(null)
      if (used?.outcome === 'refused') setRefused({ name, findings: used.gates.filter(({ passed }) => !passed).map(text.models.gate.finding) })
      if (used?.jobId !== undefined) setBuilding({ name, jobId: used.jobId })
    },
    dismiss() {
      setRefused(null)
      setBuilding(null)
    },
  }
}

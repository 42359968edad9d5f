import path from 'node:path'
import type { FileStage, JobProgress } from '../../../src-shared/domain/job.ts'
import type { FileTask } from './FileTask.ts'

/** What is in work now, for whoever follows. */
export interface Activity {
  /** The file has come to this stage. */
  enter(task: FileTask, stage: FileStage): void
  /** The parser tells how far it is in the file. */
  advance(task: FileTask, progress: JobProgress): void
  leave(task: FileTask): void
  /** All that is in work; the part done is of the file that is longest in it. */
  now(): Required<Pick<JobProgress, 'inWork'>> & Pick<JobProgress, 'file'>
}

interface InWork {
  stage: FileStage
  file?: NonNullable<JobProgress['file']>
}

/** Keeps the stage of every file in work. Files wait for one another between stages, so several are in each at once. */
export function createActivity(): Activity {
  // In the order in which they began.
  const tasks = new Map<FileTask, InWork>()
  return {
    enter(task, stage) {
      const known = tasks.get(task)
      if (known === undefined) tasks.set(task, { stage })
      else known.stage = stage
      task.onActivity?.()
    },
    advance(task, { stage, done, total, unit }) {
      tasks.set(task, { stage: stage === 'ocr' ? 'ocr' : 'read', file: { name: path.basename(task.path), done, unit, ...(total === undefined ? {} : { total }) } })
      task.onActivity?.()
    },
    leave(task) {
      tasks.delete(task)
    },
    now() {
      const inWork: Record<FileStage, number> = { read: 0, ocr: 0, embed: 0, write: 0 }
      for (const { stage } of tasks.values()) inWork[stage]++
      // A page or two are not worth telling.
      const file = [...tasks.values()].find((task) => (task.file?.total ?? 0) > 2 && (task.stage === 'read' || task.stage === 'ocr'))?.file
      return { inWork, ...(file === undefined ? {} : { file }) }
    },
  }
}

import type { Retrieval } from '../retrieval/Retrieval.ts'
import type { Course } from './Course.ts'
import type { Judgement } from './judgeEvidence.ts'
import type { TaskRecord } from './tasks/askBriefly.ts'

/** What the finished stages of a question gave: enough to go on after a crash without doing them again. */
export interface SavedCourse {
  /** Scores and vectors mean nothing to another embedder. */
  readonly embeddingFingerprint: string
  readonly retrieval: Retrieval
  /** What was searched. */
  readonly scope: Pick<Course, 'filter' | 'pinned' | 'analysis'>
  readonly budgetTokens: number
  /** Milliseconds that the stages took. */
  readonly timings: { readonly retrieve: number; readonly rerank: number; readonly ground: number }
  /** What a chat model did beside writing so far. */
  readonly taskRecords?: readonly TaskRecord[]
  /** Present once the evidence was chosen. */
  readonly judgement?: Judgement
  /** Present once the chat model was done writing; of no use to another model. */
  readonly reply?: {
    readonly modelSha256: string
    readonly text: string
    readonly usage: { readonly promptTokens: number; readonly completionTokens: number }
    readonly timings: { readonly firstToken: number; readonly generate: number }
  }
}

/** Where a question keeps its finished stages, and where it finds those of an earlier process. */
export interface CourseCheckpoint {
  readonly saved: SavedCourse | undefined
  save(course: SavedCourse): void
}

/** The reason of an abort that ends the process, not the question: nothing is recorded, the next process goes on. */
export class QuestionInterrupted extends Error {
  override readonly name = 'QuestionInterrupted'
}

/** As JSON. Numbers that are single precision stay exactly what they are. */
export function encodeCourse({ retrieval, ...rest }: SavedCourse): string {
  return JSON.stringify({ ...rest, retrieval: { ...retrieval, queryVector: [...retrieval.queryVector] } })
}

export function decodeCourse(text: string): SavedCourse {
  const course = JSON.parse(text) as SavedCourse & { readonly retrieval: { readonly queryVector: readonly number[] } }
  return { ...course, retrieval: { ...course.retrieval, queryVector: Float32Array.from(course.retrieval.queryVector) } }
}

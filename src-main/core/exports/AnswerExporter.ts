import type { Answer, Thread } from '../../../src-shared/domain/answer.ts'
import type { ExportedFile, ExportFormat } from '../Engine.ts'

/** Makes a file of an answer, or of a thread's answers, with their sources. Throws AppError WRONG_USAGE for a format that is not built in. */
export interface AnswerExporter {
  answer(answer: Answer, format: ExportFormat): Promise<ExportedFile>
  thread(thread: Pick<Thread, 'threadId' | 'title'>, answers: readonly Answer[], format: ExportFormat): Promise<ExportedFile>
}

import type { Answer } from '../../../src-shared/domain/answer.ts'
import type { ExportFormat } from '../Engine.ts'

export interface ExportedFile {
  readonly bytes: Uint8Array
  readonly fileName: string
  readonly mediaType: string
}

/** Makes a file of one answer with its sources. Throws AppError WRONG_USAGE for a format that is not built in. */
export type AnswerExporter = (answer: Answer, format: ExportFormat) => Promise<ExportedFile>

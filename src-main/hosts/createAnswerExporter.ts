import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import type { Answer } from '../../src-shared/domain/answer.ts'
import { deflateZip } from '../adapters/archive/deflateZip.ts'
import { writeAnswerDocx } from '../adapters/docx/writeAnswerDocx.ts'
import { writeAnswerPdf, type PdfFonts } from '../adapters/pdfkit/writeAnswerPdf.ts'
import type { ExportFormat } from '../core/Engine.ts'
import type { AnswerExporter } from '../core/exports/AnswerExporter.ts'
import { reportOf, type Report } from '../core/exports/answerReport.ts'
import type { PackFiles } from '../core/exports/createEvidencePack.ts'
import { joinPacks } from '../core/exports/joinPacks.ts'
import { reportToHtml } from '../core/exports/reportToHtml.ts'
import { reportToMarkdown } from '../core/exports/reportToMarkdown.ts'

const MEDIA_TYPES: Readonly<Record<Exclude<ExportFormat, 'pack'>, string>> = {
  json: 'application/json', md: 'text/markdown', html: 'text/html', docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', pdf: 'application/pdf',
}

/** Chooses the exporter of a format; libraries for Word and PDF are loaded when one is asked for. `evidencePack`: what lies in the pack of an answer. */
export function createAnswerExporter(evidencePack: (answer: Answer) => Promise<PackFiles>): AnswerExporter {
  return {
    async answer(answer, format) {
      if (format === 'pack') return { bytes: deflateZip(await evidencePack(answer)), fileName: `evidence-${answer.answerId}.zip`, mediaType: 'application/zip' }
      const { mediaType, bytes } = await write({ report: () => reportOf([answer]), value: answer, asked: answer.asked }, format)
      return { bytes, fileName: `answer-${answer.answerId}.${format}`, mediaType }
    },
    async thread({ threadId, title }, answers, format) {
      if (format === 'pack') {
        const packs: PackFiles[] = []
        // One after the other: each draws the pages of its quotes.
        for (const answer of answers) packs.push(await evidencePack(answer))
        return { bytes: deflateZip(joinPacks(title, packs)), fileName: `evidence-${threadId}.zip`, mediaType: 'application/zip' }
      }
      const { mediaType, bytes } = await write({ report: () => reportOf(answers, title), value: { threadId, title, answers }, asked: answers.at(-1)?.asked }, format)
      return { bytes, fileName: `thread-${threadId}.${format}`, mediaType }
    },
  }
}

interface Subject {
  readonly report: () => Report
  /** What JSON shows. */
  readonly value: unknown
  readonly asked: string | undefined
}

async function write({ report, value, asked }: Subject, format: keyof typeof MEDIA_TYPES): Promise<{ readonly bytes: Uint8Array; readonly mediaType: string }> {
  const encode = (content: string) => new TextEncoder().encode(content)
  switch (format) {
    case 'json': return { bytes: encode(`${JSON.stringify(value, null, 2)}\n`), mediaType: MEDIA_TYPES[format] }
    case 'md': return { bytes: encode(reportToMarkdown(report())), mediaType: MEDIA_TYPES[format] }
    case 'html': return { bytes: encode(reportToHtml(report())), mediaType: MEDIA_TYPES[format] }
    case 'docx': return { bytes: await writeAnswerDocx(report()), mediaType: MEDIA_TYPES[format] }
    case 'pdf': {
      const fonts = findFonts()
      return { bytes: await writeAnswerPdf(report(), { ...(fonts === undefined ? {} : { fonts }), ...(asked === undefined ? {} : { created: new Date(asked) }) }), mediaType: MEDIA_TYPES[format] }
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

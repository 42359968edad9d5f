import type { ParsedDocument } from '../../../src-shared/domain/document.ts'
import type { UnitStream } from '../../core/ports/DocumentParser.ts'
import type { OcrEngine } from '../../core/ports/OcrEngine.ts'

export interface ParseFileRequest {
  readonly path: string
  /** The name a person knows: it names the document and breaks ties of type, never more. */
  readonly name: string
  /** The file's content where it is in memory already (attachments, archive members); read from `path` otherwise. */
  readonly bytes?: Uint8Array
  /** In memory only; never logged. */
  readonly password?: string
  readonly maxFileBytes: number
  readonly maxPages: number
  /** `null`: no pictures are read. */
  readonly ocr: OcrEngine | null
  readonly signal?: AbortSignal
  /** Units one by one, and from where; see `UnitStream` for the formats that honour it. */
  readonly stream?: UnitStream
  /** Pages, sheets, slides or members done; the total where it is known. */
  readonly onProgress?: (done: number, total: number | undefined, unit: string) => void
}

/** What every reader of a format gets: the content is in memory, of the right type and within the size limit. */
export interface FormatInput extends ParseFileRequest {
  readonly bytes: Uint8Array
}

/** What a reader of a format gives; the dispatcher adds the media type and what all formats share. */
export type ParsedContent = Omit<ParsedDocument, 'mediaType'> & { readonly mediaType?: string }

export type FormatParser = (input: FormatInput) => Promise<ParsedContent>

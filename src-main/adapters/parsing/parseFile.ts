import { open } from 'node:fs/promises'
import type { ParsedDocument, ParseWarning } from '../../../src-shared/domain/document.ts'
import type { ParsedUnit } from '../../../src-shared/domain/unit.ts'
import { AppError, toAppError } from '../../../src-shared/errors/AppError.ts'
import type { UnitStream } from '../../core/ports/DocumentParser.ts'
import { detectBinaryFormat } from '../fileType/detectBinaryFormat.ts'
import { detectTextFormat } from '../fileType/detectTextFormat.ts'
import { MEDIA_TYPES, type FileFormat } from '../fileType/fileFormat.ts'
import { completeDocument } from './completeDocument.ts'
import type { FormatInput, ParsedContent, ParseFileRequest } from './ParseFileRequest.ts'
import { parseBinary } from './parseBinary.ts'

/**
 * Reads one file: finds its type by content (a wrong extension is only noted), hands it to the reader of that format and
 * completes metadata. Every sheet, slide, section or part has a unit, also the empty ones.
 *
 * Throws AppError: TOO_LARGE, EMPTY_FILE, UNREADABLE, UNSUPPORTED_TYPE, DAMAGED_FILE, PASSWORD_NEEDED, LIMIT_EXCEEDED; an
 * AbortError when the signal is aborted.
 */
export async function parseFile(request: ParseFileRequest): Promise<ParsedDocument> {
  request.signal?.throwIfAborted()
  const given = request.bytes ?? await readBytes(request.path, request.maxFileBytes)
  // Libraries tell Node's Buffer and plain bytes apart; parsers get the latter.
  const bytes = new Uint8Array(given.buffer, given.byteOffset, given.byteLength)
  if (bytes.length > request.maxFileBytes) throw new AppError('TOO_LARGE')
  if (bytes.length === 0) throw new AppError('EMPTY_FILE')
  const leading: ParsedUnit[] = [...request.stream?.leading ?? []]
  const input: FormatInput = { ...request, bytes, ...(request.stream === undefined ? {} : { stream: keepLeading(request.stream, leading) }) }
  const binary = detectBinaryFormat(bytes)
  try {
    const { format, content } = binary === null ? await parseTextual(input) : { format: binary, content: await parseBinary(binary, input) }
    return await completeDocument(content, content.mediaType ?? MEDIA_TYPES[format], [...extensionNote(request.name, format)], leading)
  } catch (thrown) {
    throw asFileError(thrown)
  }
}

// Enough to tell a title and a language by.
const LEADING_UNITS = 8

function keepLeading(stream: UnitStream, leading: ParsedUnit[]): UnitStream {
  return {
    ...stream,
    onUnit(unit, checkpoint) {
      if (leading.length < LEADING_UNITS && unit.text !== '') leading.push(unit)
      return stream.onUnit(unit, checkpoint)
    },
  }
}

async function readBytes(path: string, maxFileBytes: number): Promise<Uint8Array> {
  try {
    const file = await open(path, 'r')
    try {
      const { size } = await file.stat()
      if (size > maxFileBytes) throw new AppError('TOO_LARGE')
      return await file.readFile()
    } finally {
      await file.close()
    }
  } catch (thrown) {
    throw thrown instanceof AppError ? thrown : new AppError('UNREADABLE', undefined, { cause: thrown })
  }
}

/** Text in any encoding: decoded first, then told apart by what it says. */
async function parseTextual(input: FormatInput): Promise<{ readonly format: FileFormat; readonly content: ParsedContent }> {
  const { decodeText } = await import('../text/decodeText.ts')
  const decoded = decodeText(input.bytes)
  if (decoded === null) throw new AppError('UNSUPPORTED_TYPE')
  const format = detectTextFormat(decoded.text, input.name)
  return { format, content: await parseDecoded(format, decoded.text, input) }
}

async function parseDecoded(format: FileFormat, text: string, input: FormatInput): Promise<ParsedContent> {
  switch (format) {
    case 'html': return (await import('../html/parseHtml.ts')).parseHtml(text)
    case 'csv': case 'tsv': return (await import('../csv/parseDelimited.ts')).parseDelimited(text, input)
    case 'eml': case 'mhtml': return (await import('../mail/parseEml.ts')).parseEml(input)
    case 'mbox': return (await import('../mail/parseMbox.ts')).parseMbox(input)
    default: return (await import('../text/parseText.ts')).parseText(text, format)
  }
}

const EXTENSIONS: Partial<Record<FileFormat, RegExp>> = {
  pdf: /^(pdf|ai)$/, docx: /^do[ct][xm]$/, pptx: /^p[op][tps][xm]$/, xlsx: /^xl[st][xm]$/, xlsb: /^xlsb$/, doc: /^(do[ct]|wiz)$/, ppt: /^p[op][tps]$/, xls: /^xl[stwa]$/,
  html: /^(x?html?|aspx?|php)$/, rtf: /^(rtf|doc)$/, png: /^png$/, jpeg: /^jpe?g$/, zip: /^(zip|[jw]ar|apk)$/, eml: /^(eml|mht|mhtml|txt)$/, msg: /^(msg|oft)$/,
  epub: /^epub$/, odt: /^(f?odt|ott)$/, ods: /^(f?ods|ots)$/, odp: /^(f?odp|otp)$/,
}

function* extensionNote(name: string, format: FileFormat): Generator<ParseWarning> {
  const extension = /\.([^./\\]+)$/.exec(name)?.[1]?.toLowerCase()
  const expected = EXTENSIONS[format]
  if (extension === undefined || expected === undefined || expected.test(extension)) return
  yield { code: 'WRONG_EXTENSION', message: `Its name ends in .${extension}, but its content is ${MEDIA_TYPES[format]}; it was read by its content.` }
}

/** A reader that meets what it does not expect says so in many ways; for the person the file is damaged. */
function asFileError(thrown: unknown): Error {
  if (thrown instanceof AppError) return thrown
  if (thrown instanceof Error && (thrown.name === 'AbortError' || ('code' in thrown && thrown.code === 'ERR_MODULE_NOT_FOUND'))) return thrown
  // Memory and stack limits are the worker's business, not the file's format.
  if (thrown instanceof RangeError && /call stack|array length|buffer/i.test(thrown.message)) return new AppError('LIMIT_EXCEEDED', undefined, { cause: thrown })
  const known = toAppError(thrown)
  return known.code === 'INTERNAL' ? new AppError('DAMAGED_FILE', undefined, { cause: thrown }) : known
}

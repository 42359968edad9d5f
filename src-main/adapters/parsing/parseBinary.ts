import { AppError } from '../../../src-shared/errors/AppError.ts'
import { detectBinaryFormat } from '../fileType/detectBinaryFormat.ts'
import { MEDIA_TYPES, type FileFormat } from '../fileType/fileFormat.ts'
import type { FormatInput, ParsedContent } from './ParseFileRequest.ts'

/** Hands a file to the reader of its format. Readers are imported when first needed: most runs need few of them. */
export async function parseBinary(format: FileFormat, input: FormatInput): Promise<ParsedContent> {
  const { bytes } = input
  switch (format) {
    case 'pdf': return (await import('../pdfjs/parsePdf.ts')).parsePdf(bytes, input)
    case 'png': case 'jpeg': case 'gif': case 'webp': case 'bmp': case 'tiff': return (await import('../canvas/parseImage.ts')).parseImage(bytes, input)
    case 'docx': return (await import('../word/parseDocx.ts')).parseDocx(input)
    case 'pptx': return (await import('../pptx/parsePptx.ts')).parsePptx(input)
    case 'xlsx': case 'xlsb': case 'xls': case 'ods': return (await import('../sheets/parseWorkbook.ts')).parseWorkbook(input)
    case 'odt': return (await import('../odf/parseOdt.ts')).parseOdt(input)
    case 'odp': return (await import('../odf/parseOdp.ts')).parseOdp(input)
    case 'rtf': return (await import('../rtf/parseRtf.ts')).parseRtf(input)
    case 'epub': return (await import('../epub/parseEpub.ts')).parseEpub(input)
    case 'msg': return (await import('../mail/parseMsg.ts')).parseMsg(input)
    case 'doc': return (await import('../doc/parseDoc.ts')).parseDoc(input)
    case 'ppt': return (await import('../ppt/parsePpt.ts')).parsePpt(input)
    case 'zip': return (await import('../archive/parseZip.ts')).parseZip(input)
    case 'tar': case 'gzip': return (await import('../archive/parseTar.ts')).parseTar(input)
    case 'encryptedOffice': return parseDecrypted(input)
    case 'sevenZip': case 'rar': return (await import('../archive/parseSevenZip.ts')).parseSevenZip(input)
    default: throw new AppError('UNSUPPORTED_TYPE')
  }
}

/** A new Office file under a password: decrypted in memory, then read like any other. */
async function parseDecrypted(input: FormatInput): Promise<ParsedContent> {
  const { decryptOffice } = await import('../compound/decryptOffice.ts')
  const bytes = decryptOffice(input.bytes, input.password)
  const format = detectBinaryFormat(bytes)
  if (format === null || format === 'encryptedOffice') throw new AppError('DAMAGED_FILE')
  return { mediaType: MEDIA_TYPES[format], ...await parseBinary(format, { ...input, bytes }) }
}

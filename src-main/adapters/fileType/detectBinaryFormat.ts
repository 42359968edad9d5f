import { compoundRootNames } from './compoundNames.ts'
import type { FileFormat } from './fileFormat.ts'
import { zipMimetype, zipNames } from './zipNames.ts'

const SIGNATURES: readonly (readonly [FileFormat, readonly number[], offset?: number])[] = [
  ['png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['jpeg', [0xff, 0xd8, 0xff]],
  ['gif', [0x47, 0x49, 0x46, 0x38]],
  ['webp', [0x57, 0x45, 0x42, 0x50], 8],
  ['tiff', [0x49, 0x49, 0x2a, 0x00]],
  ['tiff', [0x4d, 0x4d, 0x00, 0x2a]],
  ['gzip', [0x1f, 0x8b, 0x08]],
  ['sevenZip', [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]],
  ['rar', [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07]],
  ['rtf', [0x7b, 0x5c, 0x72, 0x74, 0x66]],
  ['tar', [0x75, 0x73, 0x74, 0x61, 0x72], 257],
]
const COMPOUND = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]
const ZIP = [0x50, 0x4b]
// Readers accept a PDF header anywhere in the first kilobyte (PDF 1.7, implementation note 13).
const PDF_HEADER_WITHIN = 1_024

/**
 * The format by magic bytes, by the members of a ZIP package or by the streams of a compound file; `null` when the bytes show
 * none of these and may be text. Never looks at the file's name.
 */
export function detectBinaryFormat(bytes: Uint8Array): FileFormat | null {
  if (startsWith(bytes, COMPOUND)) return compoundFormat(bytes)
  if (startsWith(bytes, ZIP) && (bytes[2] === 3 || bytes[2] === 5 || bytes[2] === 7)) return zipFormat(bytes)
  for (const [format, signature, offset] of SIGNATURES) if (startsWith(bytes, signature, offset)) return format
  if (startsWith(bytes, [0x42, 0x4d]) && isBitmap(bytes)) return 'bmp'
  if (isBiff(bytes)) return 'xls'
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, PDF_HEADER_WITHIN)).toString('latin1')
  if (head.includes('%PDF-') && !/^\s*</.test(head)) return 'pdf'
  return null
}

function startsWith(bytes: Uint8Array, signature: readonly number[], offset = 0): boolean {
  return signature.every((byte, index) => bytes[offset + index] === byte)
}

/** "BM" begins many texts: the header's reserved words and the size of its second part must agree too. */
function isBitmap(bytes: Uint8Array): boolean {
  return bytes.length > 26 && startsWith(bytes, [0, 0, 0, 0], 6) && [12, 40, 52, 56, 64, 108, 124].includes(bytes[14] ?? 0)
}

/** Workbooks of Excel 2 to 4 stand without a compound file around them: a BOF record. */
function isBiff(bytes: Uint8Array): boolean {
  return bytes[0] === 0x09 && [0x00, 0x02, 0x04].includes(bytes[1] ?? -1) && [4, 6].includes(bytes[2] ?? -1) && bytes[3] === 0
}

function zipFormat(bytes: Uint8Array): FileFormat {
  const mimetype = zipMimetype(bytes)
  if (mimetype?.startsWith('application/epub')) return 'epub'
  if (mimetype?.startsWith('application/vnd.oasis.opendocument.text')) return 'odt'
  if (mimetype?.startsWith('application/vnd.oasis.opendocument.spreadsheet')) return 'ods'
  if (mimetype?.startsWith('application/vnd.oasis.opendocument.presentation')) return 'odp'
  const names = zipNames(bytes)
  if (names.includes('[Content_Types].xml') || names.some((name) => name.startsWith('_rels/'))) {
    if (names.includes('xl/workbook.bin')) return 'xlsb'
    for (const [folder, format] of [['word/', 'docx'], ['xl/', 'xlsx'], ['ppt/', 'pptx']] as const) {
      if (names.some((name) => name.toLowerCase().startsWith(folder))) return format
    }
  }
  if (names.includes('META-INF/container.xml')) return 'epub'
  // An OpenDocument file whose mimetype member is not first: where that or the manifest is stored plainly it still says which kind.
  if (names.includes('content.xml') && names.includes('META-INF/manifest.xml')) {
    const kind = (name: string) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(`application/vnd.oasis.opendocument.${name}`)
    return kind('spreadsheet') ? 'ods' : kind('presentation') ? 'odp' : 'odt'
  }
  return 'zip'
}

function compoundFormat(bytes: Uint8Array): FileFormat {
  const names = new Set(compoundRootNames(bytes))
  if (names.has('EncryptedPackage')) return 'encryptedOffice'
  if (names.has('WordDocument')) return 'doc'
  if (names.has('PowerPoint Document')) return 'ppt'
  if (names.has('Workbook') || names.has('Book')) return 'xls'
  if ([...names].some((name) => name.startsWith('__properties_version') || name.startsWith('__substg1.0_'))) return 'msg'
  return 'unknown'
}

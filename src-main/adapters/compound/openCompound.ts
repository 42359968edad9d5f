import { find, read } from 'cfb'
import type { DocumentMetadata } from '../../../src-shared/domain/document.ts'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import { normaliseLine } from '../../core/reading/normaliseText.ts'

export interface CompoundFile {
  /** Content of a stream at the root; `undefined` when there is none of that name. */
  stream(name: string): Uint8Array | undefined
  /** From the summary that every old Office file carries ([MS-OLEPS]). */
  metadata(): DocumentMetadata
}

/** Opens an OLE compound file (old Office). Throws DAMAGED_FILE. */
export function openCompound(bytes: Uint8Array): CompoundFile {
  let container: ReturnType<typeof read>
  try {
    container = read(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), { type: 'buffer' })
  } catch (thrown) {
    throw new AppError('DAMAGED_FILE', undefined, { cause: thrown })
  }
  const stream = (name: string): Uint8Array | undefined => {
    const content = find(container, `/${name}`)?.content
    return content === undefined ? undefined : new Uint8Array(content)
  }
  return { stream, metadata: () => summary(stream('\u0005SummaryInformation')) }
}

const TITLE = 2
const AUTHOR = 4
const CREATED = 12
const CODE_PAGE = 1

function summary(bytes: Uint8Array | undefined): DocumentMetadata {
  if (bytes === undefined || bytes.length < 48) return {}
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const section = view.getUint32(44, true)
  const properties = new Map<number, number>()
  if (section + 8 > bytes.length) return {}
  const count = Math.min(100, view.getUint32(section + 4, true))
  for (let index = 0; index < count && section + 16 + 8 * index <= bytes.length; index++) {
    properties.set(view.getUint32(section + 8 + 8 * index, true), section + view.getUint32(section + 12 + 8 * index, true))
  }
  const pageAt = properties.get(CODE_PAGE)
  const codePage = pageAt === undefined || pageAt + 6 > bytes.length ? 1252 : view.getUint16(pageAt + 4, true)
  const text = (id: number): string => {
    const at = properties.get(id)
    if (at === undefined || at + 8 > bytes.length) return ''
    const kind = view.getUint16(at, true)
    const length = Math.min(view.getUint32(at + 4, true), 2_000, bytes.length - at - 8)
    if (kind === 0x1f) return decode(bytes.subarray(at + 8, at + 8 + length * 2), 'utf-16le')
    return kind === 0x1e ? decode(bytes.subarray(at + 8, at + 8 + length), codePage === 65001 ? 'utf-8' : codePage === 1200 ? 'utf-16le' : `windows-${codePage}`) : ''
  }
  const title = text(TITLE)
  const author = text(AUTHOR)
  const createdAt = properties.get(CREATED)
  const created = createdAt === undefined || createdAt + 12 > bytes.length ? 0 : fileTime(view, createdAt + 4)
  return { ...(title === '' ? {} : { title }), ...(author === '' ? {} : { author }), ...(created <= 0 ? {} : { created: new Date(created).toISOString() }) }
}

function decode(bytes: Uint8Array, encoding: string): string {
  let decoder: InstanceType<typeof TextDecoder>
  try {
    decoder = new TextDecoder(encoding)
  } catch {
    decoder = new TextDecoder('windows-1252')
  }
  return normaliseLine(decoder.decode(bytes).replace(/\0[^]*$/, ''))
}

/** Windows counts in tenths of microseconds since 1601. */
function fileTime(view: DataView, at: number): number {
  const ticks = view.getBigUint64(at, true)
  const milliseconds = Number(ticks / 10_000n) - 11_644_473_600_000
  return milliseconds > 0 && milliseconds < 4e12 ? milliseconds : 0
}

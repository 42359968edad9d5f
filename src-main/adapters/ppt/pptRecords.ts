/** A record of a PowerPoint stream ([MS-PPT] 2.3.1); `start` to `end` is its content. */
export interface PptRecord {
  readonly type: number
  readonly instance: number
  readonly isContainer: boolean
  readonly start: number
  readonly end: number
}

export const RECORD = {
  document: 1000, slide: 1006, notes: 1008, notesAtom: 1009, slidePersist: 1011, slideList: 4080, outlineReference: 3998, textHeader: 3999, textChars: 4000, textBytes: 4008,
  persistDirectory: 6002, userEdit: 4085, comment: 12000, unicodeString: 4026, encryption: 12052,
} as const

/** Records between two offsets, in order; a damaged length ends at the container's end. */
export function* pptRecords(bytes: Uint8Array, start: number, end: number): Generator<PptRecord> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = start; at + 8 <= Math.min(end, bytes.length);) {
    const header = view.getUint16(at, true)
    const length = view.getUint32(at + 4, true)
    const contentEnd = Math.min(at + 8 + length, end, bytes.length)
    yield { type: view.getUint16(at + 2, true), instance: header >> 4, isContainer: (header & 0xf) === 0xf, start: at + 8, end: contentEnd }
    at = contentEnd
  }
}

// Groups in groups in groups: real slides stay under 20 levels.
const MAX_DEPTH = 100

/** All atoms below an offset range, containers opened, in order. */
export function* pptAtoms(bytes: Uint8Array, start: number, end: number, depth = 0): Generator<PptRecord> {
  for (const record of pptRecords(bytes, start, end)) {
    if (record.isContainer && depth < MAX_DEPTH) yield* pptAtoms(bytes, record.start, record.end, depth + 1)
    else yield record
  }
}

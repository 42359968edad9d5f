import type { Chunk } from '../../../src-shared/domain/chunk.ts'
import type { ParsedUnit } from '../../../src-shared/domain/unit.ts'
import type { ReadingCheckpoint, ReadUnit } from './DocumentParser.ts'
import type { FileStamp } from './Catalog.ts'

/** What a reading depends on. Another file, another version of it or other options are another reading. */
export interface ReadingKey extends Pick<FileStamp, 'sizeBytes' | 'modifiedMs' | 'inode'> {
  readonly sha256: string
  /** Everything else that decides what comes out, as text. */
  readonly options: string
}

/** The finished part of a long reading. It is on disk, and only what is asked for is in memory. */
export interface StoredReading {
  /** Units kept so far; 0: nothing. */
  readonly count: number
  /** Where the parser goes on; of the last unit kept. */
  checkpoint(): ReadingCheckpoint | undefined
  /** The first units with text, at most so many: a title and a language are told by them. */
  leading(limit: number): readonly ParsedUnit[]
  /** Keeps units in order; one that is there already is written over. */
  append(units: readonly ReadUnit[]): Promise<void>
  /** Each time from the first, one after the other. */
  units(): Iterable<ParsedUnit>
  /** The same without places, which are most of the bytes. */
  texts(): readonly Pick<ParsedUnit, 'unit' | 'source' | 'text'>[]
  /** Of all units, in order, numbered through. */
  chunks(): Chunk[]
  /** At the end: published, or of no use any more. */
  remove(): void
}

/** Vectors of a document whose embedding takes long, in slices. */
export interface StoredVectors {
  /** Undefined when that slice is not kept, or of other texts. */
  get(slice: number, digest: string): Float32Array[] | undefined
  /** Never throws: a slice that could not be kept is made again after a crash. */
  save(slice: number, digest: string, vectors: readonly Float32Array[]): void
  remove(): void
}

/** Keeps what long readings have finished until their document is published; losing it costs time, never content. */
export interface CheckpointStore {
  open(key: ReadingKey): StoredReading
  /** By embedder and file. */
  vectors(key: string): StoredVectors
  close(): void
}

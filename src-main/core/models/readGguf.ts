import { AppError } from '../../../src-shared/errors/AppError.ts'
import { GGML_TYPES, quantisationName } from './ggmlTypes.ts'
import { createGgufCursor, type ByteSource, type GgufCursor } from './GgufCursor.ts'

/** What Footnote needs to know of a GGUF file, read from its header alone. */
export interface GgufFacts {
  readonly architecture: string
  readonly name: string | null
  readonly licence: string | null
  /** `model`, `adapter`, `mmproj`, … ; `model` when the file does not say. */
  readonly type: string
  /** Parts of a model that was split over files; 1 when whole. */
  readonly splitCount: number
  readonly contextTokens: number
  readonly embeddingLength: number
  readonly layers: number
  /** Values that one token leaves in one layer's key cache (and as many in its value cache). */
  readonly keyValueLength: number
  readonly pooling: 'none' | 'mean' | 'cls' | 'last' | 'rank' | null
  readonly chatTemplate: string | null
  readonly parameterCount: number
  readonly quantisation: string
}

type Value = string | number | bigint | boolean | null

const POOLINGS = ['none', 'mean', 'cls', 'last', 'rank'] as const
// Far beyond any published model; keeps a hostile header from taking minutes.
const MAX_ENTRIES = 100_000

/**
 * Reads the header of a GGUF file (version 2 or 3, little-endian; https://github.com/ggml-org/ggml/blob/master/docs/gguf.md) and checks
 * that the file is long enough for every tensor, which is what an interrupted download lacks. Throws AppError MODEL_DAMAGED.
 */
export async function readGguf(source: ByteSource): Promise<GgufFacts> {
  const cursor = createGgufCursor(source)
  if (source.sizeBytes < 24 || (await cursor.text(4)) !== 'GGUF') {
    throw new AppError('MODEL_DAMAGED', 'This is not a GGUF file: it does not begin with the letters GGUF.', { action: 'Choose a file that ends in .gguf.' })
  }
  const version = await cursor.uint32()
  if (version !== 2 && version !== 3) throw new AppError('MODEL_DAMAGED', `This GGUF file has version ${version}; Footnote reads 2 and 3.`)
  const tensorCount = await cursor.count(MAX_ENTRIES)
  const entryCount = await cursor.count(MAX_ENTRIES)

  const metadata = new Map<string, Value>()
  for (let entry = 0; entry < entryCount; entry++) {
    const key = await cursor.string()
    metadata.set(key, await readValue(cursor, await cursor.uint32()))
  }

  const { parameterCount, dataBytes, mainType } = await readTensors(cursor, tensorCount)
  const alignment = Math.max(1, numberOf(metadata.get('general.alignment')) ?? 32)
  const dataStart = Math.ceil(cursor.offset() / alignment) * alignment
  if (dataStart + dataBytes > source.sizeBytes) {
    const missing = dataStart + dataBytes - source.sizeBytes
    throw new AppError('MODEL_DAMAGED', `The file ends ${missing.toLocaleString('en')} bytes too early: it was not copied or downloaded completely.`)
  }

  const architecture = textOf(metadata.get('general.architecture')) ?? ''
  const embeddingLength = numberOf(metadata.get(`${architecture}.embedding_length`)) ?? 0
  const heads = numberOf(metadata.get(`${architecture}.attention.head_count`)) ?? 0
  const poolingNumber = numberOf(metadata.get(`${architecture}.pooling_type`))
  return {
    architecture,
    name: textOf(metadata.get('general.name')),
    licence: textOf(metadata.get('general.license')),
    type: textOf(metadata.get('general.type')) ?? 'model',
    splitCount: numberOf(metadata.get('split.count')) ?? 1,
    contextTokens: numberOf(metadata.get(`${architecture}.context_length`)) ?? 0,
    embeddingLength,
    layers: numberOf(metadata.get(`${architecture}.block_count`)) ?? 0,
    keyValueLength: heads > 0 ? Math.round((embeddingLength / heads) * (numberOf(metadata.get(`${architecture}.attention.head_count_kv`)) ?? heads)) : embeddingLength,
    pooling: poolingNumber === null ? null : (POOLINGS[poolingNumber] ?? null),
    chatTemplate: textOf(metadata.get('tokenizer.chat_template')),
    parameterCount,
    quantisation: quantisationName(numberOf(metadata.get('general.file_type')), mainType),
  }
}

async function readTensors(cursor: GgufCursor, count: number): Promise<{ parameterCount: number; dataBytes: number; mainType: string }> {
  let parameterCount = 0
  let dataBytes = 0
  const elementsByType = new Map<string, number>()
  for (let tensor = 0; tensor < count; tensor++) {
    await cursor.string()
    const dimensions = await cursor.uint32()
    if (dimensions > 8) throw new AppError('MODEL_DAMAGED', 'A tensor of the file has more dimensions than any model uses.')
    let elements = 1
    for (let dimension = 0; dimension < dimensions; dimension++) elements *= Number(await cursor.uint64())
    const typeNumber = await cursor.uint32()
    const offset = Number(await cursor.uint64())
    const type = GGML_TYPES[typeNumber]
    parameterCount += elements
    elementsByType.set(type?.name ?? 'unknown', (elementsByType.get(type?.name ?? 'unknown') ?? 0) + elements)
    // A type newer than the table: its size is not known, its start still is.
    dataBytes = Math.max(dataBytes, offset + (type === undefined ? 0 : (elements / type.blockElements) * type.blockBytes))
  }
  const mainType = [...elementsByType].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 'none'
  return { parameterCount, dataBytes, mainType }
}

/** Arrays (vocabularies) are walked over, not kept: they are megabytes and nothing here needs them. */
async function readValue(cursor: GgufCursor, type: number): Promise<Value> {
  switch (type) {
    case 0: return cursor.skipThen(1, 0)
    case 1: return cursor.skipThen(1, 0)
    case 2: return cursor.skipThen(2, 0)
    case 3: return cursor.skipThen(2, 0)
    case 4: return cursor.uint32()
    case 5: return (await cursor.uint32()) | 0
    case 6: return cursor.skipThen(4, 0)
    case 7: return (await cursor.uint8()) !== 0
    case 8: return cursor.string()
    case 9: return skipArray(cursor, 0)
    case 10: case 11: return cursor.uint64()
    case 12: return cursor.skipThen(8, 0)
    default: throw new AppError('MODEL_DAMAGED', `The header of the file holds a value of unknown type ${type}.`)
  }
}

const FIXED_SIZES: Readonly<Record<number, number>> = { 0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8 }
const MAX_ARRAY_ITEMS = 50_000_000

async function skipArray(cursor: GgufCursor, depth: number): Promise<null> {
  if (depth > 4) throw new AppError('MODEL_DAMAGED', 'The header of the file is nested deeper than any model is.')
  const type = await cursor.uint32()
  const items = await cursor.count(MAX_ARRAY_ITEMS)
  const size = FIXED_SIZES[type]
  if (size !== undefined) await cursor.skip(size * items)
  else if (type === 8) for (let item = 0; item < items; item++) await cursor.skip(await cursor.count(MAX_ARRAY_ITEMS))
  else if (type === 9) for (let item = 0; item < items; item++) await skipArray(cursor, depth + 1)
  else throw new AppError('MODEL_DAMAGED', `The header of the file holds a list of unknown type ${type}.`)
  return null
}

function textOf(value: Value | undefined): string | null {
  return typeof value === 'string' ? value : null
}

function numberOf(value: Value | undefined): number | null {
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : null
}

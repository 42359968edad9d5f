import type * as Arrow from 'apache-arrow'
import type { ChunkId, DocumentId } from '../../../src-shared/domain/ids.ts'
import type { ChunkRow } from '../../core/ports/VectorStore.ts'

const TEXT_COLUMNS = ['chunkId', 'documentId', 'sha256', 'text', 'lexicalText', 'path', 'name', 'type', 'title', 'author', 'language'] as const
const INTEGER_COLUMNS = ['unit', 'ordinal', 'charStart', 'charEnd'] as const

/** What a search returns; the vector and the lexical copy of the text stay on disk. */
export const RESULT_COLUMNS: readonly string[] = [...TEXT_COLUMNS, ...INTEGER_COLUMNS, 'dateMs']

export function chunkSchema(arrow: typeof Arrow, dimensions: number): Arrow.Schema {
  const item = new arrow.Field('item', new arrow.Float32(), true)
  return new arrow.Schema([
    ...TEXT_COLUMNS.map((name) => new arrow.Field(name, new arrow.Utf8(), false)),
    ...INTEGER_COLUMNS.map((name) => new arrow.Field(name, new arrow.Int32(), false)),
    new arrow.Field('dateMs', new arrow.Float64(), false),
    new arrow.Field('vector', new arrow.FixedSizeList(dimensions, item), false),
  ])
}

/**
 * Rows as one Arrow table, built column by column: LanceDB's own conversion from objects looks at every value of every vector and
 * takes about twenty times as long, on the engine's thread.
 */
export function toArrowTable(arrow: typeof Arrow, schema: Arrow.Schema, rows: readonly ChunkRow[], dimensions: number): Arrow.Table {
  const vectors = new Float32Array(rows.length * dimensions)
  rows.forEach((row, index) => {
    if (row.vector.length !== dimensions) throw new RangeError(`vector of ${row.vector.length} dimensions in a table of ${dimensions}`)
    vectors.set(row.vector, index * dimensions)
  })
  const children = schema.fields.map(({ name, type }) => {
    if (name === 'vector') {
      const child = arrow.makeData({ type: new arrow.Float32(), length: vectors.length, data: vectors })
      return arrow.makeData({ type: type as Arrow.FixedSizeList<Arrow.Float32>, length: rows.length, nullCount: 0, child })
    }
    const values = rows.map((row) => row[name as keyof ChunkRow])
    if (arrow.DataType.isInt(type)) return arrow.makeData({ type: new arrow.Int32(), length: rows.length, data: Int32Array.from(values as number[]) })
    if (arrow.DataType.isFloat(type)) return arrow.makeData({ type: new arrow.Float64(), length: rows.length, data: Float64Array.from(values as number[]) })
    return textData(arrow, values as string[])
  })
  const data = arrow.makeData({ type: new arrow.Struct(schema.fields), length: rows.length, nullCount: 0, children: children as Arrow.Data[] })
  return new arrow.Table(schema, [new arrow.RecordBatch(schema, data)])
}

function textData(arrow: typeof Arrow, values: readonly string[]): Arrow.Data<Arrow.Utf8> {
  const encoded = values.map((value) => Buffer.from(value, 'utf8'))
  const offsets = new Int32Array(values.length + 1)
  encoded.forEach((bytes, index) => { offsets[index + 1] = (offsets[index] ?? 0) + bytes.length })
  return arrow.makeData({ type: new arrow.Utf8(), length: values.length, nullCount: 0, valueOffsets: offsets, data: Buffer.concat(encoded) })
}

/** One result row of LanceDB as the port's plain object. */
export function fromResult(result: Readonly<Record<string, unknown>>): Omit<ChunkRow, 'vector'> {
  return {
    chunkId: String(result.chunkId) as ChunkId, documentId: String(result.documentId) as DocumentId, sha256: String(result.sha256),
    unit: Number(result.unit), ordinal: Number(result.ordinal), charStart: Number(result.charStart), charEnd: Number(result.charEnd),
    text: String(result.text), lexicalText: String(result.lexicalText), path: String(result.path), name: String(result.name), type: String(result.type),
    title: String(result.title), author: String(result.author), language: String(result.language), dateMs: Number(result.dateMs),
  }
}

import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Embedder, TokenStates } from '../../src-main/core/ports/Embedder.ts'

/** Small batches: a stopped run keeps what it has. */
const BATCH = 64

/**
 * Keeps vectors and token states on disk, keyed by the model's fingerprint and the text, so that a change of ranking or of the choice of
 * evidence is measured in seconds. One SQLite file a model; several runs can share it.
 */
export function cacheEmbedder<Inner extends Embedder>(inner: Inner, folder: string): Inner {
  mkdirSync(folder, { recursive: true })
  const database = new DatabaseSync(path.join(folder, `embeddings-${inner.identity.fingerprint.slice(0, 16)}.db`), { timeout: 60_000 })
  database.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; CREATE TABLE IF NOT EXISTS kept (key BLOB PRIMARY KEY, value BLOB NOT NULL, ranges TEXT) WITHOUT ROWID')
  const read = database.prepare('SELECT value, ranges FROM kept WHERE key = ?')
  const write = database.prepare('INSERT OR REPLACE INTO kept VALUES (?, ?, ?)')

  async function cached<Value>(kind: string, texts: readonly string[], form: { readonly revive: (row: Row) => Value; readonly store: (value: Value) => { readonly value: Float32Array; readonly ranges: string | null } }, compute: (missing: readonly string[]) => Promise<Value[]>): Promise<Value[]> {
    const known = new Map<string, Value>()
    const missing: string[] = []
    for (const text of new Set(texts)) {
      const row = read.get(keyOf(kind, text)) as Row | undefined
      if (row === undefined) missing.push(text)
      else known.set(text, form.revive(row))
    }
    for (let start = 0; start < missing.length; start += BATCH) {
      const batch = missing.slice(start, start + BATCH)
      const values = await compute(batch)
      for (const [index, text] of batch.entries()) {
        const value = values[index]
        if (value === undefined) throw new Error('The embedder left a text out.')
        known.set(text, value)
        const { value: floats, ranges } = form.store(value)
        write.run(keyOf(kind, text), new Uint8Array(floats.buffer, floats.byteOffset, floats.byteLength), ranges)
      }
    }
    return texts.flatMap((text) => known.get(text) ?? [])
  }

  const { tokenStates } = inner
  return {
    ...inner,
    identity: inner.identity,
    embedPassages: (texts, options) => cached('passage', texts, VECTORS, (missing) => inner.embedPassages(missing, options)),
    embedQuery: async (text, options) => (await cached('query', [text], VECTORS, async () => [await inner.embedQuery(text, options)]))[0] ?? new Float32Array(inner.identity.dimensions),
    ...(tokenStates === undefined ? {} : { tokenStates: (texts, kind, options) => cached(`states-${kind}`, texts, STATES, (missing) => tokenStates.call(inner, missing, kind, options)) } satisfies Pick<Embedder, 'tokenStates'>),
    async close() {
      database.close()
      await inner.close()
    },
  }
}

interface Row { readonly value: Uint8Array; readonly ranges: string | null }

const VECTORS = { revive: ({ value }: Row) => floatsOf(value), store: (value: Float32Array) => ({ value, ranges: null }) }
const STATES = {
  revive({ value, ranges }: Row): TokenStates {
    const known = JSON.parse(ranges ?? '[]') as [number, number][]
    return { states: floatsOf(value), tokens: known.length, ranges: known }
  },
  store: ({ states, ranges }: TokenStates) => ({ value: states, ranges: JSON.stringify(ranges) }),
}

function floatsOf(bytes: Uint8Array): Float32Array {
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength))
}

function keyOf(kind: string, text: string): Uint8Array {
  return createHash('sha256').update(`${kind}\0${text}`).digest().subarray(0, 16)
}

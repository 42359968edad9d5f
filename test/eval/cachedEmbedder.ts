import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { createOnnxEmbedder } from '../../src-main/adapters/onnx/createOnnxEmbedder.ts'
import type { Embedder, TokenStates } from '../../src-main/core/ports/Embedder.ts'

const CACHE = process.env.FOOTNOTE_EVAL_CACHE ?? '/tmp/footnote-eval-cache'

/** The bundled English embedder whose results are kept on disk, so that an experiment costs its own arithmetic only. */
export async function openCachedEmbedder(threads = 1): Promise<Embedder & Required<Pick<Embedder, 'tokenStates'>>> {
  const root = new URL('../../resources/models/', import.meta.url).pathname
  const inner = await createOnnxEmbedder({ modelPath: `${root}bge-small-en-v1.5-int8.onnx`, tokenizerPath: `${root}bge-small-en-v1.5-tokenizer.json`, threads })
  mkdirSync(CACHE, { recursive: true })
  const database = new DatabaseSync(`${CACHE}/embeddings-${inner.identity.fingerprint.slice(0, 12)}.db`, { timeout: 30_000 })
  database.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; CREATE TABLE IF NOT EXISTS kept (key TEXT PRIMARY KEY, value BLOB NOT NULL, ranges TEXT)')
  const read = database.prepare('SELECT value, ranges FROM kept WHERE key = ?')
  const write = database.prepare('INSERT OR REPLACE INTO kept VALUES (?, ?, ?)')
  const keyOf = (kind: string, text: string) => createHash('sha256').update(`${kind}\n${text}`).digest('hex')
  const floats = (bytes: Uint8Array) => new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength))

  async function vector(kind: string, text: string, compute: () => Promise<Float32Array>): Promise<Float32Array> {
    const row = read.get(keyOf(kind, text)) as { value: Uint8Array } | undefined
    if (row !== undefined) return floats(row.value)
    const value = await compute()
    write.run(keyOf(kind, text), new Uint8Array(value.buffer, value.byteOffset, value.byteLength), null)
    return value
  }

  async function states(kind: 'query' | 'passage', text: string): Promise<TokenStates> {
    const row = read.get(keyOf(`states-${kind}`, text)) as { value: Uint8Array; ranges: string } | undefined
    if (row !== undefined) {
      const ranges = JSON.parse(row.ranges) as [number, number][]
      return { states: floats(row.value), tokens: ranges.length, ranges }
    }
    const [value] = await inner.tokenStates([text], kind)
    if (value === undefined) throw new Error('no states')
    write.run(keyOf(`states-${kind}`, text), new Uint8Array(value.states.buffer, value.states.byteOffset, value.states.byteLength), JSON.stringify(value.ranges))
    return value
  }

  return {
    identity: inner.identity,
    embedPassages: (texts) => Promise.all(texts.map((text) => vector('passage', text, async () => (await inner.embedPassages([text]))[0] as Float32Array))),
    embedQuery: (text) => vector('query', text, () => inner.embedQuery(text)),
    tokenStates: (texts, kind) => Promise.all(texts.map((text) => states(kind, text))),
    async close() {
      database.close()
      await inner.close()
    },
  }
}

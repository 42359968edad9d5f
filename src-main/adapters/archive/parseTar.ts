import { createGunzip } from 'node:zlib'
import { extract } from 'tar-stream'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import { detectBinaryFormat } from '../fileType/detectBinaryFormat.ts'
import type { FormatInput, ParsedContent } from '../parsing/ParseFileRequest.ts'
import { ARCHIVE_LIMITS, Collection } from './Collection.ts'

/** TAR, TAR.GZ and a single gzipped file, as a folder of members. Links in it are not followed. */
export async function parseTar(input: FormatInput): Promise<ParsedContent> {
  const isCompressed = input.bytes[0] === 0x1f
  const bytes = isCompressed ? await gunzip(input.bytes, input.signal) : input.bytes
  const collection = new Collection()
  if (isCompressed && detectBinaryFormat(bytes) !== 'tar') {
    collection.add(input.name.replace(/^.*[/\\]/, '').replace(/\.gz$/i, '') || 'content', bytes)
    return collection.content()
  }
  const archive = extract()
  archive.end(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  try {
    for await (const entry of archive) {
      input.signal?.throwIfAborted()
      const chunks: Buffer[] = []
      for await (const chunk of entry as AsyncIterable<Buffer>) chunks.push(chunk)
      if (entry.header.type === 'file' || entry.header.type === 'contiguous-file') collection.add(entry.header.name, Buffer.concat(chunks))
      input.onProgress?.(collection.size, undefined, 'members')
    }
  } catch (thrown) {
    if (thrown instanceof AppError || (thrown instanceof Error && thrown.name === 'AbortError') || collection.size === 0) throw thrown
    collection.warn('DAMAGED_FILE', 'The archive ends early; the members before its end were read.')
  }
  return collection.content()
}

/** Expands under the limit for archives: a few kilobytes of gzip may hold gigabytes of zeros. */
function gunzip(bytes: Uint8Array, signal: AbortSignal | undefined): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const stream = createGunzip()
    const chunks: Buffer[] = []
    let size = 0
    stream.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (signal?.aborted === true) stream.destroy(signal.reason as Error)
      else if (size > ARCHIVE_LIMITS.maxExpandedBytes) stream.destroy(new AppError('LIMIT_EXCEEDED'))
      else chunks.push(chunk)
    })
    stream.on('end', () => { resolve(Buffer.concat(chunks)) })
    stream.on('error', (error) => { reject(error instanceof AppError || error.name === 'AbortError' ? error : new AppError('DAMAGED_FILE', undefined, { cause: error })) })
    stream.end(bytes)
  })
}

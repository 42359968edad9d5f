import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { DEFAULT_SETTINGS } from '../../../../src-shared/domain/settings.ts'
import { createForkLauncher } from '../../../adapters/node/createForkLauncher.ts'
import type { DocumentParser } from '../../../core/ports/DocumentParser.ts'
import { createReader } from '../../../processes/reader/createReader.ts'
import { fromCaller } from '../callerDirectory.ts'
import type { Command } from '../Command.ts'
import { inOrder } from '../inOrder.ts'
import { toExtractedUnit } from '../toExtractedUnit.ts'
import { wrongUsage } from '../wrongUsage.ts'

export const command: Command = {
  options: { words: { type: 'boolean' } },
  async run({ positionals, options, output, signal }) {
    if (positionals.length === 0) throw wrongUsage('extract', 'Name the files to read.')
    const reader = createReader({ launcher: createForkLauncher(), logger: { log: () => undefined }, tokenizers: {}, ocrFolders: [] })
    try {
      const withWords = options['words'] === true
      for await (const result of inOrder(positionals, reader.concurrency, (name) => extractFile(reader, name, withWords, signal))) {
        await output.line(result, () => JSON.stringify(result, null, 2))
      }
    } finally {
      await reader.close()
    }
    return undefined
  },
}

async function extractFile(reader: DocumentParser, name: string, withWords: boolean, signal: AbortSignal) {
  const path = fromCaller(name)
  const started = performance.now()
  const { maxFileBytes, maxPages, parseTimeoutMs, ocrLanguages } = DEFAULT_SETTINGS.reading
  const [sha256, parsed] = await Promise.all([
    hashFile(path),
    reader.parse({ path, ocrLanguages, maxFileBytes, maxPages, timeoutMs: parseTimeoutMs, chunking: null }, { signal }),
  ])
  if (!parsed.ok) return { path, error: parsed.error }
  const { mediaType, metadata, units, warnings } = parsed.document
  return { path, sha256, mediaType, ...metadata, units: units.map((unit) => toExtractedUnit(unit, withWords)), warnings, elapsedMs: Math.round(performance.now() - started) }
}

/** Null for a file that cannot be read; the reader says why. */
async function hashFile(path: string): Promise<string | null> {
  const hash = createHash('sha256')
  try {
    await pipeline(createReadStream(path), hash)
    return hash.digest('hex')
  } catch {
    return null
  }
}

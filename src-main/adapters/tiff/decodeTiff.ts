import { AppError } from '../../../src-shared/errors/AppError.ts'
import type { Raster } from '../../core/ports/OcrEngine.ts'

// The largest page read: A3 at 600 dpi has 70 million pixels.
const MAX_PIXELS = 100_000_000

/** Gives the pages of a TIFF one by one, so that only one is in memory; throws AppError DAMAGED_FILE. */
export async function openTiff(bytes: Uint8Array): Promise<{ readonly pages: number; decode(index: number): Raster }> {
  const loaded = await import('utif2')
  // CommonJS: Node gives its exports as `default`, a bundler by name.
  const UTIF = 'default' in loaded ? (loaded.default as typeof loaded) : loaded
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer
  const directories = attempt(() => UTIF.decode(buffer)).filter((directory) => tag(directory['t256']) > 0 && tag(directory['t257']) > 0)
  if (directories.length === 0) throw new AppError('DAMAGED_FILE')
  return {
    pages: directories.length,
    decode: (index) => {
      const directory = directories[index]
      if (directory === undefined) throw new RangeError(`no page ${index}`)
      if (tag(directory['t256']) * tag(directory['t257']) > MAX_PIXELS) throw new AppError('TOO_LARGE', 'A page of this picture is larger than the limit.')
      return attempt(() => {
        UTIF.decodeImage(buffer, directory)
        const pixels = UTIF.toRGBA8(directory)
        const raster = { width: directory.width, height: directory.height, pixels }
        // The decoder caches on the directory; a long fax would keep every page.
        directory.data = new Uint8Array(0)
        return raster
      })
    },
  }
}

function attempt<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof AppError) throw error
    throw new AppError('DAMAGED_FILE', undefined, { cause: error })
  }
}

function tag(value: unknown): number {
  return Array.isArray(value) && typeof value[0] === 'number' ? value[0] : 0
}

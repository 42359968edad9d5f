import type { ParseWarning } from '../../../src-shared/domain/document.ts'
import type { Block } from '../../core/reading/block.ts'
import { detectBinaryFormat } from '../fileType/detectBinaryFormat.ts'
import type { FormatInput } from './ParseFileRequest.ts'
import { pictureSize } from './pictureSize.ts'

// Smaller pictures are logos, bullets and icons.
const MIN_WIDTH = 200
const MIN_HEIGHT = 100
// Below this OCR of photographs and drawings is invented letters.
const MIN_CONFIDENCE = 0.6

/**
 * The words in a picture inside a document, as blocks at the picture's place: a scan pasted into a letter is read like the
 * letter. Nothing for small pictures and pictures without words; a picture that cannot be read is a warning, not a failure.
 */
export async function readPictureText(bytes: Uint8Array, name: string, input: FormatInput, warnings: ParseWarning[]): Promise<Block[]> {
  const format = detectBinaryFormat(bytes)
  if (format !== 'png' && format !== 'jpeg' && format !== 'webp' && format !== 'bmp' && format !== 'tiff' && format !== 'gif') return []
  const size = pictureSize(bytes, format)
  if (size !== null && (size.width < MIN_WIDTH || size.height < MIN_HEIGHT)) return []
  try {
    const { parseImage } = await import('../canvas/parseImage.ts')
    // Its pages are blocks of the document around it, not units of their own.
    const { stream: _, ...options } = input
    const { units } = await parseImage(bytes, { ...options, name })
    return units.filter((unit) => (unit.confidence ?? 1) >= MIN_CONFIDENCE)
      .flatMap((unit) => unit.segments.map((segment): Block => ({ kind: 'text', role: 'caption', text: unit.text.slice(segment.charStart, segment.charEnd) })))
  } catch (thrown) {
    if (thrown instanceof Error && thrown.name === 'AbortError') throw thrown
    warnings.push({ code: 'PICTURE_NOT_READ', message: `The picture ${name.replace(/^.*\//, '')} could not be read.` })
    return []
  }
}

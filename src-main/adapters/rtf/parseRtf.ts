import { composeSections } from '../../core/reading/composeSections.ts'
import type { FormatInput, ParsedContent } from '../parsing/ParseFileRequest.ts'
import { rtfBlocks } from './rtfBlocks.ts'

/** Rich Text Format (1.9.1). Objects and pictures in it are not opened. */
export async function parseRtf({ bytes }: Pick<FormatInput, 'bytes'>): Promise<ParsedContent> {
  const { blocks, metadata } = rtfBlocks(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1'))
  return { units: composeSections(blocks), warnings: [], metadata }
}

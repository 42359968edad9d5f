import type { Block } from '../../core/reading/block.ts'
import { decompressRtf } from './decompressRtf.ts'
import { htmlBodyBlocks } from './htmlBodyBlocks.ts'
import { rtfBlocks } from '../rtf/rtfBlocks.ts'
import { deencapsulateHtml } from '../rtf/deencapsulateHtml.ts'

/** Body of an item that keeps it as compressed RTF only, often HTML in disguise ([MS-OXRTFEX]). */
export function rtfBody(compressed: Uint8Array): Block[] {
  const rtf = decompressRtf(compressed)
  if (rtf === null) return []
  const html = deencapsulateHtml(rtf)
  return html === null ? rtfBlocks(rtf).blocks : htmlBodyBlocks(html)
}

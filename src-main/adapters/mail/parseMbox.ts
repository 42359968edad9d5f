import type { EmbeddedFile, ParseWarning } from '../../../src-shared/domain/document.ts'
import type { ParsedUnit } from '../../../src-shared/domain/unit.ts'
import { composeMessage } from '../../core/reading/composeMessage.ts'
import type { FormatInput, ParsedContent } from '../parsing/ParseFileRequest.ts'
import { MEDIA_TYPES } from '../fileType/fileFormat.ts'
import { embeddedFiles } from './MailAttachment.ts'
import { parseEml } from './parseEml.ts'
import { readEml } from './readEml.ts'

/** A mailbox (RFC 4155 and its mboxrd and mboxcl kin): one unit a message, in order; a message that cannot be read is a `failed` unit. */
export async function parseMbox(input: FormatInput): Promise<ParsedContent> {
  const messages = splitMbox(input.bytes)
  // One mail cut out of a spool, with the spool's line still above it.
  if (messages.length === 1 && messages[0] !== undefined) return { ...await parseEml({ bytes: messages[0] }), mediaType: MEDIA_TYPES.eml }
  const units: ParsedUnit[] = []
  const warnings: ParseWarning[] = []
  const embedded: EmbeddedFile[] = []
  for (const [index, bytes] of messages.entries()) {
    input.signal?.throwIfAborted()
    const number = index + 1
    try {
      const { message, attachments } = await readEml(bytes)
      units.push(...composeMessage(message, { firstUnit: number, isOneOfMany: { number } }))
      embedded.push(...(embeddedFiles(attachments).embedded ?? []).map((attachment) => ({ ...attachment, name: `message ${number}/${attachment.name}` })))
    } catch (thrown) {
      if (thrown instanceof Error && thrown.name === 'AbortError') throw thrown
      units.push({ unit: number, kind: 'message', label: `message ${number}`, source: 'failed', text: '', segments: [], note: 'This message is damaged.' })
    }
    input.onProgress?.(number, messages.length, 'messages')
  }
  return { units, warnings, metadata: {}, ...(embedded.length === 0 ? {} : { embedded }) }
}

/** Cuts at lines that start with "From " after a blank line (or at the start); ">From " inside bodies loses its mark. */
export function splitMbox(bytes: Uint8Array): Uint8Array[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const starts: number[] = []
  for (let at = buffer.indexOf('From '); at >= 0; at = buffer.indexOf('From ', at + 1)) {
    const before = buffer.subarray(Math.max(0, at - 4), at).toString('latin1')
    if (at === 0 || /\n\r?\n$/.test(before)) starts.push(at)
  }
  return starts.map((start, index) => {
    const lineEnd = buffer.indexOf('\n', start)
    const message = buffer.subarray(lineEnd < 0 ? start : lineEnd + 1, starts[index + 1] ?? buffer.length)
    return message.includes('\n>From ') ? Buffer.from(message.toString('latin1').replace(/\n>(>*From )/g, '\n$1'), 'latin1') : message
  })
}

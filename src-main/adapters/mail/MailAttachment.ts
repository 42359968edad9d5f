import type { EmbeddedFile } from '../../../src-shared/domain/document.ts'
import { normaliseLine } from '../../core/reading/normaliseText.ts'

const EXTENSIONS: Readonly<Record<string, string>> = {
  'message/rfc822': 'eml', 'text/plain': 'txt', 'text/html': 'html', 'text/calendar': 'ics', 'application/pdf': 'pdf', 'image/png': 'png', 'image/jpeg': 'jpg',
  'image/gif': 'gif', 'application/zip': 'zip', 'message/delivery-status': 'txt', 'text/csv': 'csv',
}

export interface MailAttachment extends EmbeddedFile {
  /** A logo, spacer or mark inside the body: named in the header, not read as a document. */
  readonly isDecoration: boolean
}

// Inline pictures below this are logos, spacers and signs of being opened.
export const MIN_INLINE_PICTURE_BYTES = 20_000

/** The attachments that become documents of their own. */
export function embeddedFiles(attachments: readonly MailAttachment[]): { readonly embedded?: EmbeddedFile[] } {
  const embedded = attachments.filter((attachment) => !attachment.isDecoration).map(({ name, bytes }) => ({ name, bytes }))
  return embedded.length === 0 ? {} : { embedded }
}

/**
 * A safe and unique name for an attachment: the last part of what the sender wrote (senders write paths, and attackers write
 * `../../`), or one made of its type.
 */
export function attachmentName(given: string | null | undefined, mediaType: string, number: number, used: Set<string>): string {
  const last = normaliseLine(given ?? '').replace(/[\\/]+$/, '').replace(/^.*[\\/]/, '')
  const name = last === '' || last === '.' || last === '..' ? `part-${number}.${EXTENSIONS[mediaType] ?? /\/([a-z]{2,5})$/.exec(mediaType)?.[1] ?? 'bin'}` : last.slice(-200)
  let unique = name
  for (let copy = 2; used.has(unique); copy++) unique = name.replace(/(\.[^.]*)?$/, ` (${copy})$1`)
  used.add(unique)
  return unique
}

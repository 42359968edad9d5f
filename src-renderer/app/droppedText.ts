/** A name needs no more of its first line. */
const NAME_CHARS = 60

/**
 * Dropped words as a file to be added: a whole message with its head as a mail, everything else as text. Null when nothing but blanks was dropped.
 * Its name is the subject, or the first line.
 */
export function fileOfText(text: string): File | null {
  const body = text.replaceAll('\r\n', '\n').trim()
  if (body === '') return null
  const head = body.split(/\n\s*\n/, 1)[0] ?? ''
  const isMail = /^from:\s*\S/im.test(head) && /^(?:subject|date|to):/im.test(head) && /^[\w-]+:/.test(body)
  const title = (isMail ? /^subject:(.*)$/im.exec(head)?.[1] : undefined) ?? body.split('\n', 1)[0] ?? ''
  const name = title.replace(/[\\/:*?"<>|\p{Cc}]+/gu, ' ').replace(/\s+/g, ' ').trim().slice(0, NAME_CHARS).trim()
  return new File([`${body}\n`], `${name === '' ? 'Dropped words' : name}${isMail ? '.eml' : '.txt'}`, { type: isMail ? 'message/rfc822' : 'text/plain' })
}

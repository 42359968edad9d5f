import PostalMime, { type Address, type Email } from 'postal-mime'
import { plainBodyBlocks, type Message } from '../../core/reading/composeMessage.ts'
import { mendCharsets } from './mendCharsets.ts'
import { htmlBodyBlocks } from './htmlBodyBlocks.ts'
import { attachmentName, MIN_INLINE_PICTURE_BYTES, type MailAttachment } from './MailAttachment.ts'

export interface ReadMail {
  readonly message: Message
  readonly attachments: readonly MailAttachment[]
}

/** One message in MIME form (RFC 5322, 2045 to 2049, 2231). Remote pictures are never fetched. */
export async function readEml(bytes: Uint8Array): Promise<ReadMail> {
  const mail = await PostalMime.parse(mendCharsets(bytes), { forceRfc822Attachments: true, maxNestingDepth: 100 })
  const from = mail.from ?? mail.sender
  const sender = from === undefined ? undefined : formatAddress(from)
  const header: (readonly [string, string])[] = []
  if (sender !== undefined) header.push(['From', sender])
  for (const [name, list] of [['To', mail.to], ['Cc', mail.cc], ['Bcc', mail.bcc], ['Reply-To', mail.replyTo]] as const) {
    if (list !== undefined && list.length > 0) header.push([name, list.map(formatAddress).join(', ')])
  }
  const written = mail.headers.find((line) => line.key === 'date')?.value
  if (written !== undefined) header.push(['Date', written])
  if (mail.subject !== undefined) header.push(['Subject', mail.subject])
  const attachments = readAttachments(mail)
  if (attachments.length > 0) header.push(['Attachments', attachments.map((attachment) => attachment.name).join(', ')])
  const date = isoDate(mail.date)
  return {
    message: { subject: mail.subject ?? '', header, body: chooseBody(mail), ...(date === undefined ? {} : { date }), ...(sender === undefined ? {} : { from: sender }) },
    attachments,
  }
}

/** The plain body, unless there is none or it is only a notice beside the real one. */
function chooseBody(mail: Email): Message['body'] {
  const plain = plainBodyBlocks(mail.text ?? '')
  if (mail.html === undefined) return plain
  const html = htmlBodyBlocks(mail.html)
  return plain.length === 0 || letters(plain) * 2 < letters(html) ? html : plain
}

function letters(blocks: Message['body']): number {
  return blocks.reduce((sum, block) => sum + (block.kind === 'text' ? block.text.replace(/https?:\S+|\s+/g, '').length : block.rows.flat().join('').length), 0)
}

function formatAddress(address: Address): string {
  if (address.group !== undefined) return `${address.name}: ${address.group.map(formatAddress).join(', ')}`
  const { name, address: mailbox } = address
  return name === '' || name === mailbox ? mailbox : `${name} <${mailbox}>`
}

function readAttachments(mail: Email): MailAttachment[] {
  const used = new Set<string>()
  return mail.attachments.flatMap((attachment, index) => {
    const bytes = typeof attachment.content === 'string' ? new TextEncoder().encode(attachment.content) : new Uint8Array(attachment.content)
    const isDecoration = attachment.related === true && attachment.mimeType.startsWith('image/') && bytes.length < MIN_INLINE_PICTURE_BYTES
    if (bytes.length === 0) return []
    return [{ name: attachmentName(attachment.filename, attachment.mimeType, index + 1, used), bytes, isDecoration }]
  })
}

function isoDate(date: string | undefined): string | undefined {
  const time = date === undefined ? NaN : Date.parse(date)
  return Number.isNaN(time) ? undefined : new Date(time).toISOString()
}

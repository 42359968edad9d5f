import msgreader, { type FieldsData } from '@kenjiuno/msgreader'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import type { Block } from '../../core/reading/block.ts'
import { composeMessage, plainBodyBlocks } from '../../core/reading/composeMessage.ts'
import type { FormatInput, ParsedContent } from '../parsing/ParseFileRequest.ts'
import { codePageOfNumber } from '../text/codePages.ts'
import { decodeText } from '../text/decodeText.ts'
import { attachmentName, embeddedFiles, MIN_INLINE_PICTURE_BYTES, type MailAttachment } from './MailAttachment.ts'
import { htmlBodyBlocks } from './htmlBodyBlocks.ts'
import { rtfBody } from './rtfBody.ts'

// The package is CommonJS with a `default` of its own: Node shows that one level deeper than bundlers do.
const MsgReader = 'default' in msgreader ? (msgreader as unknown as { readonly default: typeof msgreader }).default : msgreader

/** Outlook items ([MS-OXMSG]): mails, appointments, contacts. Attached messages are children like other attachments. */
export async function parseMsg({ bytes }: Pick<FormatInput, 'bytes'>): Promise<ParsedContent> {
  const reader = new MsgReader(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  reader.parserConfig = { ansiEncoding: ansiEncoding(bytes) }
  const fields = reader.getFileData()
  if (fields.error !== undefined) throw new AppError('DAMAGED_FILE')
  const attachments = readAttachments(reader, fields)
  const sender = person(fields.senderName ?? fields.sentRepresentingSmtpAddress, fields.senderSmtpAddress ?? fields.creatorSMTPAddress ?? fields.senderEmail)
  const written = fields.messageDeliveryTime ?? fields.clientSubmitTime ?? fields.creationTime
  const time = Date.parse(fields.clientSubmitTime ?? written ?? '')
  const date = Number.isNaN(time) ? undefined : new Date(time).toISOString()
  const subject = fields.subject ?? fields.name ?? ''
  const units = composeMessage({
    subject, header: headerOf(fields, sender, attachments), body: bodyOf(fields),
    ...(date === undefined ? {} : { date }), ...(sender === '' ? {} : { from: sender }),
  }, { firstUnit: 1 })
  return {
    units, warnings: [], ...embeddedFiles(attachments),
    metadata: { ...(subject === '' ? {} : { title: subject }), ...(sender === '' ? {} : { author: sender }), ...(date === undefined ? {} : { created: date }) },
  }
}

/** Old items hold text in the code page of the computer that wrote them; most say which, the others are read by what fits. */
function ansiEncoding(bytes: Uint8Array): string {
  const reader = new MsgReader(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  reader.parserConfig = { ansiEncoding: 'latin1' }
  const { messageCodepage, internetCodepage, subject, body, senderName } = reader.getFileData()
  const named = messageCodepage === undefined ? undefined : codePageOfNumber(messageCodepage)
  if (named !== undefined) return named
  const detected = decodeText(Buffer.from([subject, senderName, body].join('\n'), 'latin1'))?.encoding
  if (detected !== undefined && detected !== 'utf8') return detected
  return codePageOfNumber(internetCodepage ?? 1252) ?? 'windows-1252'
}

function bodyOf(fields: FieldsData): Block[] {
  const plain = plainBodyBlocks(fields.body ?? '')
  if (plain.length > 0) return plain
  const html = fields.bodyHtml ?? (fields.html === undefined ? undefined : decodeText(fields.html)?.text ?? '')
  if (html !== undefined) return htmlBodyBlocks(html)
  return fields.compressedRtf === undefined ? [] : rtfBody(fields.compressedRtf)
}

function headerOf(fields: FieldsData, sender: string, attachments: readonly MailAttachment[]): (readonly [string, string])[] {
  const header: (readonly [string, string])[] = []
  const add = (name: string, value: string | undefined): void => { if (value !== undefined && value !== '') header.push([name, value]) }
  add('From', sender)
  for (const [name, type] of [['To', 'to'], ['Cc', 'cc'], ['Bcc', 'bcc']] as const) {
    add(name, (fields.recipients ?? []).filter((recipient) => (recipient.recipType ?? 'to') === type).map((recipient) => person(recipient.name, recipient.smtpAddress ?? recipient.email)).join(', '))
  }
  add('Date', fields.clientSubmitTime ?? fields.messageDeliveryTime)
  add('Subject', fields.subject)
  // Appointments and contacts keep their substance in properties of their own.
  add('Start', fields.apptStartWhole ?? fields.clipStart)
  add('End', fields.apptEndWhole ?? fields.clipEnd)
  add('Location', fields.apptLocation ?? fields.location)
  add('Name', [fields.givenName, fields.middleName, fields.surname].filter(Boolean).join(' '))
  add('Company', fields.companyName)
  add('Title', fields.title)
  add('Department', fields.departmentName)
  add('E-mail', fields.email1EmailAddress)
  add('Telephone', [fields.businessTelephoneNumber, fields.mobileTelephoneNumber, fields.homeTelephoneNumber].filter(Boolean).join(', '))
  add('Address', fields.workAddress ?? [fields.workAddressStreet, fields.workAddressPostalCode, fields.workAddressCity, fields.workAddressCountry].filter(Boolean).join(', '))
  add('Attachments', attachments.map((attachment) => attachment.name).join(', '))
  return header
}

function readAttachments(reader: msgreader, fields: FieldsData): MailAttachment[] {
  const used = new Set<string>()
  return (fields.attachments ?? []).flatMap((attachment, index) => {
    const { content, fileName } = reader.getAttachment(attachment)
    if (content.length === 0) return []
    const given = attachment.fileName ?? attachment.fileNameShort ?? attachment.name ?? fileName
    const name = attachmentName(attachment.innerMsgContent === true && !/\.msg$/i.test(given) ? `${given}.msg` : given, attachment.attachMimeTag ?? '', index + 1, used)
    return [{ name, bytes: content, isDecoration: attachment.attachmentHidden === true && content.length < MIN_INLINE_PICTURE_BYTES }]
  })
}

function person(name: string | undefined, address: string | undefined): string {
  // Exchange gives directory paths ("/O=…/CN=…") where others give addresses.
  const mailbox = address === undefined || address.startsWith('/') ? '' : address
  if (name === undefined || name === '' || name === mailbox) return mailbox
  return mailbox === '' ? name : `${name} <${mailbox}>`
}

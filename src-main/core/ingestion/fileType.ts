/** Short names by media type, for files whose name does not tell (or tells wrong). */
const TYPES: Readonly<Record<string, string>> = {
  'application/pdf': 'pdf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'pptx',
  'application/msword': 'doc', 'application/vnd.ms-excel': 'xls', 'application/vnd.ms-powerpoint': 'ppt',
  'application/vnd.oasis.opendocument.text': 'odt', 'application/vnd.oasis.opendocument.spreadsheet': 'ods', 'application/vnd.oasis.opendocument.presentation': 'odp',
  'application/rtf': 'rtf', 'text/rtf': 'rtf', 'application/epub+zip': 'epub', 'text/html': 'html', 'text/markdown': 'md', 'text/csv': 'csv', 'text/tab-separated-values': 'tsv',
  'message/rfc822': 'eml', 'application/vnd.ms-outlook': 'msg', 'application/mbox': 'mbox', 'application/zip': 'zip', 'application/json': 'json',
  'image/png': 'png', 'image/jpeg': 'jpg', 'image/webp': 'webp', 'image/bmp': 'bmp', 'image/tiff': 'tiff',
}

/** What the filter `type:` compares with: `pdf`, `docx`, … By content where it is known, else the name's extension. */
export function fileType(name: string, mediaType: string): string {
  const known = TYPES[mediaType.split(';')[0]?.trim() ?? '']
  if (known !== undefined) return known
  return /\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase() ?? 'txt'
}

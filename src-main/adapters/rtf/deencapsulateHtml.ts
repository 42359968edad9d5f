import { RtfText } from './RtfText.ts'
import { rtfTokens } from './rtfTokens.ts'

/** The HTML that Outlook hides in RTF ([MS-OXRTFEX]); `null` when the RTF is not of that kind. */
export function deencapsulateHtml(rtf: string): string | null {
  if (!/\\fromhtml1/.test(rtf.slice(0, 2_000))) return null
  const text = new RtfText()
  let html = ''
  const groups: { isSkipped: boolean; isOptional: boolean; isTag: boolean }[] = []
  let group = { isSkipped: false, isOptional: false, isTag: false }
  // Between \htmlrtf and \htmlrtf0 stands what only RTF readers show.
  let isRtfOnly = false
  const write = (part: string): void => { if (!group.isSkipped && (!isRtfOnly || group.isTag)) html += part }
  for (const token of rtfTokens(rtf)) {
    if (token.kind === 'open') { write(text.flush()); groups.push(group); group = { ...group, isOptional: false } }
    else if (token.kind === 'close') { write(text.take(token)); group = groups.pop() ?? group }
    else if (token.kind === 'symbol' && token.char === '*') group.isOptional = true
    else if (token.kind === 'word') {
      const { name, param } = token
      if (name === 'htmlrtf') { write(text.flush()); isRtfOnly = param !== 0 }
      else if (name === 'htmltag') { group.isTag = true; group.isSkipped = false; group.isOptional = false }
      else if (name === 'ansicpg') text.setAnsi(param ?? 1252)
      else if (name === 'f') { write(text.flush()); text.font = param ?? 0 }
      else if (name === 'fcharset') text.setFont(text.font, param ?? 0)
      else if (name === 'uc') text.unicodeSkip = Math.max(0, Math.min(10, param ?? 1))
      else if (name === 'par' || name === 'line') write(`${text.flush()}\n`)
      else if (group.isOptional || name === 'fonttbl' || name === 'colortbl' || name === 'stylesheet' || name === 'info' || name === 'pntext') { group.isSkipped = true; group.isOptional = false }
      else write(text.take(token))
    } else write(text.take(token))
  }
  return html + text.flush()
}

import type { Answer } from '../../../src-shared/domain/answer.ts'
import { fileName } from '../../text/paths.ts'
import { placeInWords } from '../../text/placeInWords.ts'
import { parseAnswerText } from './parseAnswerText.ts'

export interface CopiedAnswer {
  readonly plain: string
  readonly html: string
}

/** An answer with its numbered footnotes, for the clipboard: as plain text, and as HTML for word processors. */
export function answerForClipboard(answer: Answer): CopiedAnswer {
  const blocks = parseAnswerText(answer.text, answer.sentences)
  const plainBody = blocks.map((block) => (block.kind === 'item' ? '• ' : '') + block.pieces.map((piece) => (piece.kind === 'text' ? piece.text : `[${piece.n}]`)).join('')).join('\n')
  const htmlBody = blocks.map((block) => {
    const inner = block.pieces.map((piece) => (piece.kind === 'text' ? escapeHtml(piece.text) : `<sup>[${piece.n}]</sup>`)).join('')
    return block.kind === 'item' ? `<ul><li>${inner}</li></ul>` : `<p>${inner}</p>`
  }).join('')
  const notes = answer.citations.map((citation) => ({ n: citation.n, quote: citation.quote, place: `${fileName(citation.path)}, ${placeInWords(citation.anchor)}` }))
  return {
    plain: `${answer.question}\n\n${plainBody}\n\n${notes.map((note) => `[${note.n}] “${note.quote}” – ${note.place}`).join('\n')}\n`,
    html: `<p><b>${escapeHtml(answer.question)}</b></p>${htmlBody}<hr>${notes.map((note) => `<p>[${note.n}] “${escapeHtml(note.quote)}” – ${escapeHtml(note.place)}</p>`).join('')}`,
  }
}

/** Puts both forms on the clipboard; the plain one alone where the browser takes no other. */
export async function copyWithFootnotes(answer: Answer): Promise<void> {
  const { plain, html } = answerForClipboard(answer)
  if (typeof ClipboardItem === 'undefined') return navigator.clipboard.writeText(plain)
  await navigator.clipboard.write([new ClipboardItem({ 'text/plain': new Blob([plain], { type: 'text/plain' }), 'text/html': new Blob([html], { type: 'text/html' }) })])
}

function escapeHtml(value: string): string {
  return value.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

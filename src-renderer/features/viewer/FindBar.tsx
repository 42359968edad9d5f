import { ChevronDown, ChevronUp, Search, X } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { IconButton } from '../../components/Button.tsx'
import { text } from '../../text/text.ts'
import type { Find } from './useFind.ts'

/** Words to look for in the open document. Enter goes on, Shift+Enter back, Escape closes. */
export function FindBar({ find }: { readonly find: Find }) {
  const { found, index, words } = find
  function press(event: KeyboardEvent) {
    if (event.key !== 'Enter' && event.key !== 'Escape') return
    event.preventDefault()
    event.stopPropagation()
    if (event.key === 'Escape') find.close()
    else find.step(event.shiftKey ? -1 : 1)
  }
  return (
    <div className="find" role="search" onKeyDown={press}>
      <label className="search find__field">
        <Search size={14} aria-hidden />
        <input type="search" autoFocus value={words} maxLength={200} aria-label={text.source.find} placeholder={text.source.find} onChange={(event) => find.setWords(event.target.value)} />
      </label>
      <span className="find__count" role="status">{words.trim() === '' ? '' : found.matches.length === 0 ? text.source.findNone : text.source.findCount(index + 1, found.matches.length, found.isComplete)}</span>
      <IconButton size="small" label={text.source.findPrevious} disabled={found.matches.length === 0} onClick={() => find.step(-1)}><ChevronUp size={14} aria-hidden /></IconButton>
      <IconButton size="small" label={text.source.findNext} disabled={found.matches.length === 0} onClick={() => find.step(1)}><ChevronDown size={14} aria-hidden /></IconButton>
      <IconButton size="small" label={text.source.findClose} onClick={find.close}><X size={14} aria-hidden /></IconButton>
    </div>
  )
}

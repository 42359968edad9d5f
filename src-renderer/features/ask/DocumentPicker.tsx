import { Check } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useStore } from '../../state/useStore.ts'
import { useWindow } from '../../state/WindowContext.ts'
import { fileName, folderOf } from '../../text/paths.ts'
import { text } from '../../text/text.ts'
import type { Scope } from './Scope.ts'

interface DocumentPickerProps {
  readonly chosen: Scope['documents']
  readonly onChange: (chosen: Scope['documents']) => void
}

/** More cannot be looked through; typing narrows them. */
const SHOWN = 8

/** Documents by name, to ask only these. */
export function DocumentPicker({ chosen, onChange }: DocumentPickerProps) {
  const { library } = useWindow()
  const documents = useStore(library.store, (state) => state.documents)
  const [search, setSearch] = useState('')
  const found = useMemo(() => {
    const words = search.toLowerCase().split(/\s+/).filter((word) => word !== '')
    return documents.filter((document) => document.state !== 'failed' && document.state !== 'skipped' && words.every((word) => document.path.toLowerCase().includes(word))).slice(0, SHOWN)
  }, [documents, search])
  return (
    <div className="picker">
      <input type="search" className="input" value={search} aria-label={text.library.search} placeholder={text.library.search} onChange={(event) => setSearch(event.target.value)} />
      <ul aria-label={text.ask.scopeDocuments}>
        {found.map((document) => {
          const isChosen = chosen.some(({ documentId }) => documentId === document.documentId)
          return (
            <li key={document.documentId}>
              <button type="button" className="menu__item picker__item" aria-pressed={isChosen} title={document.path} onClick={() => onChange(isChosen ? chosen.filter(({ documentId }) => documentId !== document.documentId) : [...chosen, { documentId: document.documentId, path: document.path }])}>
                <span className="menu__check">{isChosen && <Check size={14} aria-hidden />}</span><span className="picker__name">{fileName(document.path)}</span><small>{folderOf(document.path)}</small>
              </button>
            </li>
          )
        })}
      </ul>
      {found.length === 0 && <p className="menu__note">{text.library.noMatch}</p>}
    </div>
  )
}

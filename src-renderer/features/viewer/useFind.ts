import { useEffect, useState } from 'react'
import type { DocumentId } from '../../../src-shared/domain/ids.ts'
import type { DocumentMatches, TextMatch } from '../../../src-shared/domain/textMatch.ts'
import { useWindow } from '../../state/WindowContext.ts'

/** Fast enough to feel immediate, slow enough not to search for every letter of a word. */
const PAUSE_MS = 150
const NOTHING: DocumentMatches = { matches: [], isComplete: true }

export interface Find {
  readonly isOpen: boolean
  readonly words: string
  readonly found: DocumentMatches
  readonly index: number
  readonly match: TextMatch | null
  open(): void
  close(): void
  setWords(words: string): void
  step(by: 1 | -1): void
}

/** Searches the stored text of one document, scans included, and steps through its matches; each opens its unit. */
export function useFind(documentId: DocumentId): Find {
  const { client, notices, source } = useWindow()
  const [isOpen, setIsOpen] = useState(false)
  const [words, setWords] = useState('')
  const [found, setFound] = useState<DocumentMatches>(NOTHING)
  const [index, setIndex] = useState(0)

  useEffect(() => {
    if (words.trim() === '') return
    let isGone = false
    const timer = setTimeout(() => {
      client.call('library.find', { documentId, words }).then((matches) => {
        if (isGone) return
        setFound(matches)
        // From the page in sight on, as a reader who searches expects.
        const unit = source.store.get().place?.unit ?? 1
        const next = Math.max(0, matches.matches.findIndex((match) => match.unit >= unit))
        setIndex(next)
        const first = matches.matches[next]
        if (first !== undefined) source.goToUnit(first.unit)
      }, (thrown: unknown) => { if (!isGone) notices.fail(thrown) })
    }, PAUSE_MS)
    return () => {
      isGone = true
      clearTimeout(timer)
    }
  }, [client, notices, source, documentId, words])

  const shown = isOpen && words.trim() !== '' ? found : NOTHING
  return {
    isOpen, words, found: shown, index, match: shown.matches[index] ?? null, setWords,
    open: () => setIsOpen(true),
    close: () => setIsOpen(false),
    step(by) {
      const count = shown.matches.length
      if (count === 0) return
      const next = (index + by + count) % count
      setIndex(next)
      source.goToUnit(shown.matches[next]?.unit ?? 1)
    },
  }
}

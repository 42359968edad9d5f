import { createContext } from 'react'
import type { TextMatch } from '../../../src-shared/domain/textMatch.ts'

/** The match that a search in the document stands at; the view of its unit marks it. */
export const FoundMatchContext = createContext<TextMatch | null>(null)

/** The same inside the unit that holds it, as offsets. */
export const FoundRangeContext = createContext<{ readonly charStart: number; readonly charEnd: number } | null>(null)

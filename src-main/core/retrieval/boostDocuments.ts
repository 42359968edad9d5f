import type { DocumentBoost, QuestionMentions } from './QuestionAnalysis.ts'
import { termPairs, type DocumentProfile } from './documentProfile.ts'
import { contentWords, isStopWord, lexicalTerms } from './lexicalTerms.ts'

/** Words that name a kind of document and not one of them. */
const WEAK_NAMES: ReadonlySet<string> = new Set(lexicalTerms('document file report page table section chapter appendix annex draft final copy version new info information data details the every each all'))
/** Kinds of filing and whole dates are made of digits and letters that stand in many names and tell nothing by themselves. */
const NOT_NAMES = /\b(?:10-[KQ]|8-K|20-F)s?\b|\b\d{4}-\d{2}-\d{2}\b/giu
/** One plain word of the question in a file name ("office" in office-furniture.pdf) is half as telling as a name, a year, or two words in sequence. */
const PLAIN_WORD_WEIGHT = 0.5

export interface BoostRequest {
  readonly question: string
  readonly mentions: QuestionMentions
  readonly wantsLatest: boolean
  /** Whether a person switched a word off, so that it names no document. */
  readonly isOff?: (word: string) => boolean
}

/**
 * Documents that the question's names, years and quarters point to. A document's strength is the share of the question's telling words (by how
 * few documents have them) that it has in its name, title or first words; words that every document has, or none, tell nothing. Where some document has all the
 * names, years and quarters of the question ("Apple", "Q3", "2023"), one that lacks any is another one and keeps half. When the newest
 * state is asked for, the latest of the best matches keeps its full strength and the others half. Strongest first.
 */
export function boostDocuments({ question, mentions, wantsLatest, isOff }: BoostRequest, profiles: readonly DocumentProfile[]): DocumentBoost[] {
  if (profiles.length < 2) return []
  const telling = tellingTerms({ question, mentions, isOff }, profiles)
  const weights = new Map<string, number>()
  let total = 0
  for (const [term, { isName }] of telling) {
    const having = profiles.filter((profile) => hasTerm(profile, term, isName)).length
    if (having === 0) continue
    // A word of every document weighs next to nothing by its own idf.
    const idf = Math.log(1 + (profiles.length - having + 0.5) / (having + 0.5))
    weights.set(term, isName ? idf : PLAIN_WORD_WEIGHT * idf)
    total += idf
  }
  if (total === 0) return wantsLatest ? latestOf(profiles.map((profile) => ({ profile, strength: 0, matched: [] }))) : []
  const names = [...weights.keys()].filter((term) => telling.get(term)?.isName === true)
  const matchesAll = (profile: DocumentProfile) => names.every((term) => hasTerm(profile, term, true))
  const isDecided = names.length > 1 && profiles.some(matchesAll)
  const boosts = profiles.flatMap((profile) => {
    const matched = [...weights.keys()].filter((term) => hasTerm(profile, term, telling.get(term)?.isName === true))
    if (matched.length === 0) return []
    const share = matched.reduce((sum, term) => sum + (weights.get(term) ?? 0), 0) / total
    const strength = isDecided && !matchesAll(profile) ? share / 2 : share
    return [{ profile, strength, matched: matched.map((term) => telling.get(term)?.word ?? term) }]
  })
  return wantsLatest ? latestOf(boosts) : boosts.map(({ profile, strength, matched }) => ({ documentId: profile.document.documentId, strength, matched })).sort(byStrength)
}

interface Match { readonly profile: DocumentProfile; readonly strength: number; readonly matched: readonly string[] }

/** Among the documents that match best by name, the latest is meant; undated ones are left as they are. */
function latestOf(matches: readonly Match[]): DocumentBoost[] {
  const strongest = Math.max(0, ...matches.map(({ strength }) => strength))
  const dated = matches.flatMap(({ strength, profile }) => (strength >= strongest - 1e-9 && profile.period !== undefined ? [profile.period] : []))
  const latest = Math.max(...dated)
  return matches.flatMap(({ profile, strength, matched }): DocumentBoost[] => {
    const isLatest = dated.length > 1 && profile.period === latest && strength >= strongest - 1e-9
    const adjusted = isLatest ? 1 : dated.length > 1 ? strength / 2 : strength
    return adjusted === 0 ? [] : [{ documentId: profile.document.documentId, strength: adjusted, matched: isLatest ? [...matched, 'latest'] : matched }]
  }).sort(byStrength)
}

interface Telling { readonly word: string; readonly isName: boolean }

function tellingTerms({ question, mentions, isOff }: { readonly question: string; readonly mentions: QuestionMentions; readonly isOff: BoostRequest['isOff'] }, profiles: readonly DocumentProfile[]): Map<string, Telling> {
  const telling = new Map<string, Telling>()
  const words = contentWords(question.replaceAll(NOT_NAMES, ' '))
  const inSequence = new Set(termPairs(words.map(({ term }) => term)).filter((pair) => profiles.some(({ namePairs }) => namePairs.has(pair))).flatMap((pair) => pair.split(' ')))
  for (const { word, term } of words) if (!WEAK_NAMES.has(term)) telling.set(term, { word, isName: inSequence.has(term) })
  for (const name of [...mentions.names, ...mentions.identifiers]) for (const { word, term } of contentWords(name.replaceAll(NOT_NAMES, ' '))) if (!WEAK_NAMES.has(term) && !isStopWord(term)) telling.set(term, { word, isName: true })
  for (const year of mentions.years) telling.set(String(year), { word: String(year), isName: true })
  for (const { quarter } of mentions.quarters) telling.set(`q${quarter}`, { word: `Q${quarter}`, isName: true })
  if (isOff !== undefined) for (const [term, { word }] of telling) if (isOff(word)) telling.delete(term)
  return telling
}

function hasTerm({ nameTerms, openingTerms }: DocumentProfile, term: string, isName: boolean): boolean {
  return nameTerms.has(term) || (isName && openingTerms.has(term))
}

/** Of the documents that match best, those that match nearly as well count as meant too. */
const NEARLY = 0.85
/** In a document of fewer chunks there is little to choose from, and its name's words are as good as any. */
const FEWEST_CHUNKS = 5

/**
 * Terms of the question that say which document is meant and not what is asked: names, years and quarters that all of the best-matching documents
 * have. Full text leaves them out, since inside those documents they stand everywhere, most of all on covers and in tables of contents.
 */
export function namingTerms({ question, mentions, isOff }: Pick<BoostRequest, 'question' | 'mentions' | 'isOff'>, boosts: readonly DocumentBoost[], profiles: readonly DocumentProfile[]): string[] {
  const strongest = boosts[0]?.strength ?? 0
  const meant = new Set(boosts.filter(({ strength }) => strength >= NEARLY * strongest).map(({ documentId }) => documentId))
  const best = profiles.filter(({ document }) => meant.has(document.documentId))
  const chunks = best.reduce((sum, { document }) => sum + document.chunks, 0)
  if (best.length === 0 || chunks < FEWEST_CHUNKS * best.length) return []
  return [...tellingTerms({ question, mentions, isOff }, profiles)].filter(([term, { isName }]) => isName && best.every((profile) => hasTerm(profile, term, true))).map(([term]) => term)
}

function byStrength(a: DocumentBoost, b: DocumentBoost): number {
  return b.strength - a.strength || (a.documentId < b.documentId ? -1 : 1)
}

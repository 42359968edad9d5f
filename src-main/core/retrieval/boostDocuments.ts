import type { DocumentBoost, QuestionMentions } from './QuestionAnalysis.ts'
import type { DocumentProfile } from './documentProfile.ts'
import { contentWords, lexicalTerms } from './lexicalTerms.ts'

/** Words that name a kind of document and not one of them. */
const WEAK_NAMES: ReadonlySet<string> = new Set(lexicalTerms('document file report page table section chapter appendix annex draft final copy version new info information data details the'))
/** A word of the question in a file name says less than a name or year that stands on the first page too. */
const PLAIN_WORD_WEIGHT = 0.5

export interface BoostRequest {
  readonly question: string
  readonly mentions: QuestionMentions
  readonly wantsLatest: boolean
}

/**
 * Documents that the question's names, years and quarters point to. A document's strength is the share of the question's telling words (by how
 * few documents have them) that it has in its name, title or first words; words that every document has, or none, tell nothing. When the newest
 * state is asked for, the latest of the best matches keeps its full strength and the others half. Strongest first.
 */
export function boostDocuments({ question, mentions, wantsLatest }: BoostRequest, profiles: readonly DocumentProfile[]): DocumentBoost[] {
  if (profiles.length < 2) return []
  const telling = tellingTerms(question, mentions)
  const weights = new Map<string, number>()
  for (const [term, { isName, weight }] of telling) {
    const having = profiles.filter((profile) => hasTerm(profile, term, isName)).length
    // A word of every document weighs next to nothing by its own idf.
    if (having > 0) weights.set(term, weight * Math.log(1 + (profiles.length - having + 0.5) / (having + 0.5)))
  }
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0)
  if (total === 0) return wantsLatest ? latestOf(profiles.map((profile) => ({ profile, strength: 0, matched: [] }))) : []
  const boosts = profiles.flatMap((profile) => {
    const matched = [...weights.keys()].filter((term) => hasTerm(profile, term, telling.get(term)?.isName === true))
    if (matched.length === 0) return []
    const strength = matched.reduce((sum, term) => sum + (weights.get(term) ?? 0), 0) / total
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

interface Telling { readonly word: string; readonly isName: boolean; readonly weight: number }

function tellingTerms(question: string, mentions: QuestionMentions): Map<string, Telling> {
  const telling = new Map<string, Telling>()
  for (const { word, term } of contentWords(question)) if (!WEAK_NAMES.has(term)) telling.set(term, { word, isName: false, weight: PLAIN_WORD_WEIGHT })
  const names = [...mentions.names, ...mentions.identifiers]
  for (const name of names) for (const { word, term } of contentWords(name)) if (!WEAK_NAMES.has(term)) telling.set(term, { word, isName: true, weight: 1 })
  for (const year of mentions.years) telling.set(String(year), { word: String(year), isName: true, weight: 1 })
  for (const { quarter } of mentions.quarters) telling.set(`q${quarter}`, { word: `Q${quarter}`, isName: true, weight: 1 })
  return telling
}

function hasTerm({ nameTerms, openingTerms }: DocumentProfile, term: string, isName: boolean): boolean {
  return nameTerms.has(term) || (isName && openingTerms.has(term))
}

function byStrength(a: DocumentBoost, b: DocumentBoost): number {
  return b.strength - a.strength || (a.documentId < b.documentId ? -1 : 1)
}

import type { EvaluationQuestion } from '../../src-main/core/evaluation/EvaluationQuestion.ts'
import { DEFAULT_CHUNKING } from '../../src-main/core/ingestion/chunkUnits.ts'
import { askLibrary, spread, type ConfidenceRow, type RowOptions, type Situation } from './confidenceRows.ts'
import type { EvaluationDocument, EvaluationSet } from './EvaluationSet.ts'
import { buildMemoryLibrary } from './MemoryLibrary.ts'
import { plainUnit } from './plainUnit.ts'
import { seededRandom } from './swapWords.ts'

/** What a person tries the program with first. */
const SIZES: readonly number[] = [1, 3, 10]
/** A folder is about something: half of the other documents are from the same article, where there are articles. */
const SHARE_OF_KIN = 0.5

/** Each question asked of a library of one, three or ten short documents, with its source among them ("missing": without). */
export async function smallLibraryRows(set: EvaluationSet, { embedder, countTokens, limit, foreign }: RowOptions): Promise<ConfidenceRow[]> {
  const { documents, questions } = set.name === 'squad2' ? byParagraphs(set) : set
  const random = seededRandom(7)
  const rows: ConfidenceRow[] = []
  const ask = async (question: EvaluationQuestion, situation: Situation, size: number, isThere: boolean) => {
    const chosen = new Set(documents.filter(({ name }) => isThere && question.documents.includes(name)))
    const others = documents.filter(({ name }) => !question.documents.includes(name))
    const kin = others.filter(({ name }) => question.documents.some((own) => articleOf(own) === articleOf(name)))
    while (chosen.size < Math.min(size, documents.length)) {
      const from = kin.length > 0 && random() < SHARE_OF_KIN ? kin : others
      const other = from[Math.floor(random() * from.length)]
      if (other !== undefined) chosen.add(other)
    }
    const library = await buildMemoryLibrary({ ...set, documents: [...chosen].sort((a, b) => (a.name < b.name ? -1 : 1)) }, { embedder, countTokens, sizes: DEFAULT_CHUNKING })
    const row = await askLibrary(set, library, { question, situation, embedder })
    if (row !== undefined) rows.push({ ...row, isSmall: true })
  }
  for (const [index, question] of spread(questions.filter(({ answerable }) => answerable), limit).entries()) {
    const size = SIZES[index % SIZES.length] ?? 1
    await ask(question, 'asked', size, true)
    await ask(question, 'missing', size, false)
  }
  for (const [index, question] of spread(questions.filter(({ answerable }) => !answerable), limit).entries()) await ask(question, 'unanswerable', SIZES[index % SIZES.length] ?? 1, true)
  for (const [index, question] of foreign.entries()) await ask({ ...question, documents: [] }, 'foreign', SIZES[index % SIZES.length] ?? 1, false)
  return rows
}

/** `12-3`: paragraph 3 of article 12; `Normans 4.txt` the same. Passages of other sets stand alone. */
function articleOf(name: string): string {
  return /^(?<article>\d{1,2}|.+)[- ]\d+(?:\.txt)?$/u.exec(name)?.groups?.['article'] ?? name
}

/** Every paragraph of an article as a document of its own. */
function byParagraphs(set: EvaluationSet): Pick<EvaluationSet, 'documents' | 'questions'> {
  const nameOf = new Map<string, string>()
  const documents = set.documents.flatMap(({ name, units }) => units.flatMap(({ text }) => text.split(/\n\s*\n/).map((paragraph) => paragraph.trim()).filter((paragraph) => paragraph !== '').map((paragraph, index): EvaluationDocument => {
    const own = `${name.replace(/\.txt$/, '')} ${index}.txt`
    nameOf.set(paragraph, own)
    return { name: own, language: 'en', units: [plainUnit(paragraph)] }
  })))
  const questions = set.questions.flatMap((question) => {
    const own = nameOf.get(question.evidence[0]?.text?.trim() ?? '')
    return own === undefined ? [] : [{ ...question, documents: [own] }]
  })
  return { documents, questions }
}

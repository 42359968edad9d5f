import { lexicalTerms } from './lexicalTerms.ts'
import type { QuestionMentions } from './QuestionAnalysis.ts'

/** The terms of what a question names: names, identifiers, numbers and years, and quarters as `q3`. */
export function nameTermsOf(question: string, { names, identifiers, quarters }: QuestionMentions): ReadonlySet<string> {
  const numbers = question.match(/\p{N}[\p{N}.,/-]*/gu) ?? []
  const terms = [...names, ...identifiers, ...numbers].flatMap((name) => lexicalTerms(name))
  return new Set([...terms, ...quarters.map(({ quarter }) => `q${quarter}`)])
}

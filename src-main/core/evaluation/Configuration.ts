import type { AnswerMode } from '../../../src-shared/domain/answer.ts'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import { canonicalJson } from '../audit/canonicalJson.ts'
import { hashContent } from '../audit/hashChain.ts'
import type { ChunkSizes } from '../ingestion/chunkUnits.ts'
import type { RetrievalConfig } from '../retrieval/retrievalConfig.ts'

/** Everything that decides answers and that a person may change, as one named value. What it does not name (weights of sentences, the calibration) belongs to the program's version. */
export interface Configuration {
  readonly name: string
  /** 1, 2, 3 … of this name. */
  readonly version: number
  readonly chunking: ChunkSizes
  readonly retrieval: Omit<RetrievalConfig, 'name' | 'version'>
  readonly answering: {
    readonly mode: AnswerMode
    readonly unsupported: 'replace' | 'mark'
    /** Confidence from which on an answer is shown as found, or as worth a look; null: as the calibration says. */
    readonly found: number | null
    readonly closest: number | null
    /** Version of the prompt's wording; the program's own, whatever was saved. */
    readonly prompt: number
  }
  readonly models: { readonly embedding: string; readonly chat: string | null; readonly reranker: string | null }
}

/** 16 hexadecimal digits over every value but name and version: the same values under two names are the same configuration. */
export function configurationFingerprint({ name: _name, version: _version, ...values }: Configuration): string {
  return hashContent(canonicalJson(values)).slice(0, 16)
}

/**
 * A configuration with changes of the form `retrieval.vectorWeight=0`. Only keys that it has are taken, only values of their kind and range.
 * Throws WRONG_USAGE that names what there is.
 */
export function changeConfiguration(configuration: Configuration, changes: readonly string[]): Configuration {
  let changed = configuration
  for (const change of changes) {
    const [, part = '', key = '', text = ''] = /^(chunking|retrieval|answering|models)\.(\w+)=(.*)$/s.exec(change) ?? []
    const values = (changed as unknown as Record<string, Record<string, unknown>>)[part]
    if (values === undefined || !Object.hasOwn(values, key) || key === 'prompt') throw wrong(`“${change}” names nothing of a configuration.`, configuration)
    changed = { ...changed, [part]: { ...values, [key]: parseValue(`${part}.${key}`, text, values[key], configuration) } }
  }
  check(changed)
  return changed
}

const CHOICES: Readonly<Record<string, readonly string[]>> = { 'answering.mode': ['evidence', 'generated'], 'answering.unsupported': ['replace', 'mark'] }
const NULLABLE: ReadonlySet<string> = new Set(['answering.found', 'answering.closest', 'models.chat', 'models.reranker'])
const SHARES: ReadonlySet<string> = new Set(['retrieval.vectorWeight', 'retrieval.cutShare', 'answering.found', 'answering.closest'])

function parseValue(place: string, text: string, before: unknown, configuration: Configuration): unknown {
  if (text === 'null' && NULLABLE.has(place)) return null
  const choices = CHOICES[place]
  if (choices !== undefined) {
    if (!choices.includes(text)) throw wrong(`${place} is one of ${choices.join(', ')}.`, configuration)
    return text
  }
  if (place.startsWith('models.')) return text
  const value = Number(text)
  const isWhole = typeof before === 'number' && Number.isInteger(before) && !SHARES.has(place) && before > 1
  if (text.trim() === '' || !Number.isFinite(value) || value < 0 || (isWhole && !Number.isInteger(value)) || (SHARES.has(place) && value > 1)) {
    throw wrong(`${place} is ${SHARES.has(place) ? 'a number from 0 to 1' : isWhole ? 'a whole number' : 'a number from 0 on'}, not “${text}”.`, configuration)
  }
  return value
}

function check(configuration: Configuration): void {
  const { targetTokens, maxTokens, overlapTokens } = configuration.chunking
  if (targetTokens < 8 || maxTokens < targetTokens || overlapTokens >= targetTokens) throw wrong('Chunks need 8 tokens at least, a maximum not below their target, and an overlap below it.', configuration)
  const { found, closest } = configuration.answering
  if (found !== null && closest !== null && closest > found) throw wrong('answering.closest must not be above answering.found.', configuration)
}

function wrong(message: string, { chunking, retrieval, answering, models }: Configuration): AppError {
  const keys = Object.entries({ chunking, retrieval, answering, models }).flatMap(([part, values]) => Object.keys(values).map((key) => `${part}.${key}`)).filter((key) => key !== 'answering.prompt')
  return new AppError('WRONG_USAGE', message, { action: `Write KEY=VALUE with one of ${keys.join(', ')}.` })
}

import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Engine } from '../../core/Engine.ts'
import type { QuestionSet } from '../../core/evaluation/Evaluation.ts'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import { fromCaller } from './callerDirectory.ts'

/** A file of JSON lines, or else the name of a set that the library keeps. Throws NOT_FOUND. */
export async function readQuestionSet(engine: Engine, named: string): Promise<QuestionSet> {
  const path = fromCaller(named)
  if (existsSync(path)) {
    try {
      return { name: basename(path), text: (await readFile(path, 'utf8')).replace(/^\uFEFF/, '') }
    } catch (cause) {
      throw new AppError('UNREADABLE', `The question set ${path} could not be read.`, { cause })
    }
  }
  if (engine.evaluation.questionSets.list().some(({ name }) => name === named)) return engine.evaluation.questionSets.get(named)
  throw new AppError('NOT_FOUND', `There is no file ${path} and no kept question set “${named}”.`, { action: 'Each line of a set is {"id", "question", "answer", "docs", "evidence"}; kept ones: questions list.' })
}

/** All that an option names. */
export function readQuestionSets(engine: Engine, named: unknown): Promise<QuestionSet[]> {
  return Promise.all((named as readonly string[] | undefined ?? []).map((set) => readQuestionSet(engine, set)))
}

import { isAbsolute, resolve } from 'node:path'
import type { AnswerId } from '../../../src-shared/domain/ids.ts'
import { answerOfLink } from './answerLink.ts'

export interface StartArguments {
  readonly answerId: AnswerId | null
  /** Absolute: files and folders that Footnote was asked to open. */
  readonly paths: readonly string[]
}

/**
 * What an operating system hands over at the start: a link, or files of "open with". Switches, values of switches and the program's own parts are left
 * out; what is no file is found by the library, which says so.
 */
export function startArguments(argv: readonly string[], workingDirectory: string, options: { readonly isPackaged: boolean; readonly exists: (path: string) => boolean }): StartArguments {
  const given = argv.slice(options.isPackaged ? 1 : 2)
  const answerId = given.map(answerOfLink).find((id) => id !== null) ?? null
  const paths = given.filter((part, index) => !part.startsWith('-') && given[index - 1] !== '--data-dir' && !/^[a-z][a-z\d+.-]+:\/\//i.test(part))
    .map((part) => (isAbsolute(part) ? part : resolve(workingDirectory, part))).filter(options.exists)
  return { answerId, paths }
}

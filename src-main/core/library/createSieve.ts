import type { FolderRules } from '../../../src-shared/domain/folderRules.ts'
import type { ErrorCode } from '../../../src-shared/errors/errorCode.ts'
import type { CompilePatterns } from '../ports/PatternMatcher.ts'
import { isClosedFolder, skipReason } from './skipReason.ts'

/** Why a file gets a report and is not read. */
export interface Skip {
  readonly code: ErrorCode
  /** Which rule it was; absent: the code's own sentence says all. */
  readonly message?: string
}

/** A folder's rules, ready to be asked. Names are relative to the folder, with `/`. */
export interface Sieve {
  readonly followLinks: boolean
  /** A folder that is left out with all that is below it. */
  leavesOutFolder(relative: string): Skip | undefined
  leavesOutFile(relative: string): Skip | undefined
  leavesOutSize(sizeBytes: number): Skip | undefined
}

/** In an added folder: more patterns to ignore, in gitignore syntax. */
export const IGNORE_FILE = '.footnoteignore'

export function createSieve(rules: FolderRules, ignoreFile: string, compilePatterns: CompilePatterns): Sieve {
  const ignored = compilePatterns([...rules.ignore, ignoreFile])
  const included = rules.include.length === 0 ? undefined : compilePatterns(rules.include)

  function byPattern(relative: string, isFolder: boolean): Skip | undefined {
    const pattern = ignored.match(relative, isFolder)
    return pattern === undefined ? undefined : byRule(`the pattern “${pattern}”`)
  }

  return {
    followLinks: rules.followLinks,
    leavesOutFolder(relative) {
      const name = relative.slice(relative.lastIndexOf('/') + 1)
      if (isClosedFolder(name) || (!rules.hidden && name.startsWith('.'))) return { code: 'IGNORED' }
      return byPattern(relative, true)
    },
    leavesOutFile(relative) {
      const reason = skipReason(relative, rules.hidden)
      if (reason !== undefined) return { code: reason }
      return byPattern(relative, false) ?? (included !== undefined && included.match(relative, false) === undefined ? byRule('none of the patterns to include matches') : undefined)
    },
    leavesOutSize(sizeBytes) {
      const { maxFileBytes } = rules
      return maxFileBytes !== null && sizeBytes > maxFileBytes ? byRule(`it is larger than ${maxFileBytes} bytes`) : undefined
    },
  }
}

function byRule(reason: string): Skip {
  return { code: 'IGNORED_BY_RULE', message: `A rule of the folder leaves this out: ${reason}.` }
}

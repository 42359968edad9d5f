import ignore from 'ignore'
import type { CompilePatterns } from '../../core/ports/PatternMatcher.ts'

/** gitignore patterns by the package `ignore`, which keeps to git's rules (order, `!`, anchors, folders with `/` at the end). */
export const compilePatterns: CompilePatterns = (patterns) => {
  // Names that git cannot have (`..x/`, a drive's letter) are names here; the package would throw for them.
  const matcher = ignore({ ignoreCase: true, allowRelativePaths: true }).add(patterns.flatMap((entry) => entry.split(/\r?\n/)))
  return {
    match(relative, isFolder) {
      const { ignored, rule } = matcher.test(isFolder ? `${relative}/` : relative)
      return ignored ? rule?.pattern ?? '' : undefined
    },
  }
}

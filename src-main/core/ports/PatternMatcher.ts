/** Patterns in gitignore syntax, compiled. Letters match in either case. */
export interface PatternMatcher {
  /**
   * The pattern that decides that `relative` (with `/`, below the patterns' folder) or a folder around it matches; undefined when none does or a later `!` pattern
   * takes it back.
   */
  match(relative: string, isFolder: boolean): string | undefined
}

/** An entry may hold several lines; empty lines and `#` comments count for nothing. */
export type CompilePatterns = (patterns: readonly string[]) => PatternMatcher

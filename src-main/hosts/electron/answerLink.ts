import type { AnswerId } from '../../../src-shared/domain/ids.ts'

export const LINK_SCHEME = 'footnote'

/**
 * The answer that a `footnote://answer/ID` names; null for anything else. Whoever can make a person click can send a link: it only ever opens what is
 * already recorded here, and an id is letters, digits, `-` and `_`.
 */
export function answerOfLink(link: string): AnswerId | null {
  const id = /^footnote:\/\/answer\/([\w-]{1,64})\/?$/i.exec(link)?.[1]
  return id === undefined ? null : id as AnswerId
}

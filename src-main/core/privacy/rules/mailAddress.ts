import type { PersonalDataRule } from '../PersonalData.ts'
import { matches } from './matches.ts'

/** The form that HTML's `input type=email` takes (WHATWG, 4.10.5.1.5), with letters of every alphabet (RFC 6531) and a top-level domain of letters; a line may end behind the sign. */
const ADDRESS = /[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:\r?\n)?(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.){1,8}(?:xn--[a-z0-9-]{2,58}|\p{L}{2,24})/gu
/** `jane (at) example.org`, `jane [at] example [dot] org`: written so for persons to read. */
const SPELLED = /[\p{L}\p{N}._+-]{1,64} ?[([{](?:at|ät)[)\]}] ?[\p{L}\p{N}-]{1,63}(?:(?:\.| ?[([{](?:dot|punkt|punto|point)[)\]}] ?)[\p{L}\p{N}-]{1,63}){1,4}/giu
/** `logo@2x.png` is a picture for fine screens, whatever top-level domains there will be. */
const SCALED_FILE = /@\d(?:\.\d)?x\.[a-z]{2,4}$/i
/** A repository's address for git and a copy command's target: the path behind the colon tells them from a sentence's own colon. */
const REMOTE_PATH = /^:[\w~./-]+/

export const mailAddress: PersonalDataRule = {
  kind: 'mail',
  *find(text) {
    for (const span of matches(text, ADDRESS, (found) => !SCALED_FILE.test(found))) {
      // Punctuation of the sentence may stand before an address, and RFC 5322 lets an address begin with it.
      const charStart = span.charStart + (/^[.!#$%&'*+/=?^`{|}~-]+/.exec(text.slice(span.charStart, span.charEnd))?.[0].length ?? 0)
      if (text[charStart] !== '@' && !REMOTE_PATH.test(text.slice(span.charEnd, span.charEnd + 40))) yield { charStart, charEnd: span.charEnd }
    }
    yield* matches(text, SPELLED)
  },
}

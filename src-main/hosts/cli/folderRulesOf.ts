import { DEFAULT_FOLDER_RULES, type FolderRules } from '../../../src-shared/domain/folderRules.ts'
import type { OptionValues } from './Command.ts'
import { parseSize } from './parseSize.ts'

export const FOLDER_RULE_OPTIONS = {
  include: { type: 'string', multiple: true }, ignore: { type: 'string', multiple: true }, hidden: { type: 'boolean' }, 'max-size': { type: 'string' },
  'follow-links': { type: 'boolean' }, 'default-rules': { type: 'boolean' },
} as const

/** The rules that the options give; undefined when none was given. `--default-rules` puts back what is not given. */
export function folderRulesOf(options: OptionValues): Partial<FolderRules> | undefined {
  const list = (name: string) => (options[name] as readonly string[] | undefined)
  const [include, ignore, maxSize] = [list('include'), list('ignore'), options['max-size'] as string | undefined]
  const given: Partial<FolderRules> = {
    ...(options['default-rules'] === true ? DEFAULT_FOLDER_RULES : {}),
    ...(include === undefined ? {} : { include }), ...(ignore === undefined ? {} : { ignore }),
    ...(options['hidden'] === true ? { hidden: true } : {}), ...(options['follow-links'] === true ? { followLinks: true } : {}),
    ...(maxSize === undefined ? {} : { maxFileBytes: parseSize(maxSize) }),
  }
  return Object.keys(given).length === 0 ? undefined : given
}

import type { MaskingScope } from '../../../../src-shared/domain/privacy.ts'
import type { Command } from '../Command.ts'
import { wrongUsage } from '../wrongUsage.ts'

const SCOPES: Readonly<Record<string, MaskingScope>> = { off: 'off', exports: 'exports', answers: 'answersAndExports' }
const MEANINGS: Readonly<Record<MaskingScope, string>> = {
  off: 'Personal data is shown as it is.', exports: 'Personal data is masked in exports.', answersAndExports: 'Personal data is masked in answers and exports.',
}

export const command: Command = {
  async run({ positionals: [what, value], output, openEngine }) {
    if (what !== undefined && what !== 'masking') throw wrongUsage('privacy', `There is no “privacy ${what}”.`)
    const masking = value === undefined ? undefined : SCOPES[value]
    if (value !== undefined && masking === undefined) throw wrongUsage('privacy', `“${value}” is not a place for the masking: ${Object.keys(SCOPES).join(', ')}.`)
    const engine = await openEngine({ readOnly: masking === undefined })
    const { privacy } = masking === undefined ? engine.settings.get() : engine.settings.update({ privacy: { masking } })
    output.result(privacy, () => MEANINGS[privacy.masking])
    return undefined
  },
}

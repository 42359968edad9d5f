import { routes } from '../../../../src-shared/contract/routes.ts'
import type { Settings } from '../../../../src-shared/domain/settings.ts'
import { AppError } from '../../../../src-shared/errors/AppError.ts'
import type { Command } from '../Command.ts'
import { wrongUsage } from '../wrongUsage.ts'

export const command: Command = {
  async run({ positionals: [action = 'list', ...given], output, openEngine }) {
    switch (action) {
      case 'list': {
        const settings = (await openEngine({ readOnly: true })).settings.get()
        output.result({ settings }, () => describe(settings))
        return undefined
      }
      case 'set': {
        if (given.length === 0) throw wrongUsage('settings', 'What is to be set? For example: settings set audit.repeatAnswers=false')
        // Before the library is opened for writing: a mistyped key should not wait for anybody.
        const change = parseChange(given)
        const settings = (await openEngine()).settings.update(change)
        output.result({ settings }, () => describe(settings))
        return undefined
      }
      default: throw wrongUsage('settings', `There is no “settings ${action}”.`)
    }
  },
}

/** KEY=VALUE texts as a change of the settings, by the same rules as the window's. Throws WRONG_USAGE. */
function parseChange(texts: readonly string[]) {
  const change: Record<string, Record<string, unknown>> = {}
  for (const text of texts) {
    const [, part = '', key = '', value = ''] = /^(\w+)\.(\w+)=(.*)$/s.exec(text) ?? []
    if (key === '') throw new AppError('WRONG_USAGE', `“${text}” is not of the form KEY=VALUE.`, { action: 'See settings list for the keys.' })
    if (part === 'models' && ['embedding', 'chat', 'reranker'].includes(key)) throw new AppError('WRONG_USAGE', 'Which model answers is decided by the gate.', { action: 'Run models use NAME.' })
    change[part] = { ...change[part], [key]: parseValue(part, key, value) }
  }
  const parsed = routes['settings.update'].input.safeParse(change)
  if (parsed.success) return parsed.data as Parameters<SettingsUpdate>[0]
  const [issue] = parsed.error.issues
  throw new AppError('WRONG_USAGE', `${issue?.path.join('.') ?? 'A setting'} cannot be set so: ${issue?.message ?? 'not known'}.`, { action: 'See settings list for the keys and what they hold.' })
}

type SettingsUpdate = (change: { readonly [Part in keyof Settings]?: Settings[Part] extends object ? Partial<Settings[Part]> : never }) => Settings

function parseValue(part: string, key: string, text: string): unknown {
  if (part === 'reading' && key === 'ocrLanguages') return text.split(/[,+]/).map((code) => code.trim()).filter((code) => code !== '')
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}

function describe({ version: _version, ...parts }: Settings): string {
  return Object.entries(parts).flatMap(([part, values]) => Object.entries(values).map(([key, value]) => `${part}.${key}=${Array.isArray(value) ? value.join(',') : String(value)}`)).join('\n')
}

import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs, type ParseArgsOptionsConfig } from 'node:util'
import { AppError, toAppError } from '../../../src-shared/errors/AppError.ts'
import type { Engine } from '../../core/Engine.ts'
import { defaultDataDir } from '../defaultDataDir.ts'
import type { OpenEngine } from '../openEngine.ts'
import { appRoot } from '../resourcesDir.ts'
import type { Command, OptionValues } from './Command.ts'
import { COMMANDS } from './commandTable.ts'
import { createOutput, type Output, type TextStream } from './createOutput.ts'
import { EXIT, exitCodeOf } from './exitCode.ts'
import { commandHelp, helpText } from './helpText.ts'

export interface CliEnvironment {
  readonly stdout: TextStream
  readonly stderr: TextStream
  readonly signal: AbortSignal
  readonly openEngine: OpenEngine
  /** At a terminal; absent: nobody can be asked. */
  readonly askPassphrase?: (question: string) => Promise<string | undefined>
}

const COMMON = {
  'data-dir': { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' }, version: { type: 'boolean' },
} as const satisfies ParseArgsOptionsConfig

/** One run of the command line; gives the exit code. Never throws, and writes no stack to standard output. */
export async function runCli(args: readonly string[], environment: CliEnvironment): Promise<number> {
  const output = createOutput({ isJson: args.includes('--json'), stdout: environment.stdout, stderr: environment.stderr })
  let engine: Promise<Engine> | undefined
  try {
    const name = args.find((arg, index) => !arg.startsWith('-') && args[index - 1] !== '--data-dir')
    if (name === undefined || args.includes('--help') || args.includes('-h')) return await explain(name, args, output)
    const entry = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
    if (entry === undefined) throw new AppError('WRONG_USAGE', `There is no command “${name}”.`, { action: 'See footnote --help.' })
    const { command } = await entry.load()
    const { values, positionals } = parse(args, command, entry.usage)
    const dataDir = resolve(values['data-dir'] as string | undefined ?? defaultDataDir())
    const askPassphrase = async (question: string, { isNew = false } = {}) => (isNew ? undefined : process.env['FOOTNOTE_PASSPHRASE']) ?? environment.askPassphrase?.(question)
    const code = await command.run({
      positionals: positionals.slice(1), options: values as OptionValues, dataDir, output, signal: environment.signal,
      askPassphrase, openEngine: (wanted = {}) => engine ??= environment.openEngine({ dataDir, program: 'the command line', passphrase: () => askPassphrase('Passphrase: '), ...wanted }),
    })
    return code ?? EXIT.done
  } catch (thrown) {
    const error = environment.signal.aborted ? new AppError('CANCELLED', undefined, { cause: thrown }) : toAppError(thrown)
    report(error, output)
    return exitCodeOf(error.code)
  } finally {
    await engine?.then((opened) => opened.close(), () => undefined)
    await output.flush()
  }
}

function parse(args: readonly string[], command: Command, usage: string) {
  try {
    return parseArgs({ args: [...args], options: { ...COMMON, ...command.options }, allowPositionals: true, strict: true })
  } catch (thrown) {
    throw new AppError('WRONG_USAGE', thrown instanceof Error ? thrown.message : String(thrown), { action: `Usage: footnote ${usage}`, cause: thrown })
  }
}

async function explain(name: string | undefined, args: readonly string[], output: Output): Promise<number> {
  if (args.includes('--version')) {
    const { version } = JSON.parse(await readFile(join(appRoot(), 'package.json'), 'utf8')) as { version: string }
    output.result({ version }, () => version)
    return EXIT.done
  }
  const isAsked = args.includes('--help') || args.includes('-h')
  if (!isAsked && output.isJson) throw new AppError('WRONG_USAGE', 'A command is needed.', { action: 'See footnote --help.' })
  const help = name === undefined ? helpText() : commandHelp(name)
  output.result({ help }, () => help)
  return isAsked ? EXIT.done : EXIT.usage
}

function report(error: AppError, output: Output): void {
  if (output.isJson) output.result({ error: error.toData() }, () => '')
  else output.note(`${error.message}\n${error.action}`)
  // The cause helps whoever looks for a bug; a wrong argument has none worth showing.
  if (error.code === 'INTERNAL' && error.cause instanceof Error && error.cause.stack !== undefined) output.note(error.cause.stack)
}

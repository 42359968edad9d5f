import { AppError } from '../../../src-shared/errors/AppError.ts'
import { COMMANDS } from './commandTable.ts'

/** Throws AppError WRONG_USAGE with the command's usage. */
export function wrongUsage(command: string, message: string): AppError {
  return new AppError('WRONG_USAGE', message, { action: `Usage: footnote ${COMMANDS[command]?.usage ?? command}` })
}

/** One choice of a few, or what is taken when nothing was said. */
export function choice<Value extends string>(command: string, name: string, given: unknown, choices: readonly Value[]): Value | undefined {
  if (given === undefined) return undefined
  const found = choices.find((value) => value === given)
  if (found === undefined) throw wrongUsage(command, `“${String(given)}” is not a ${name}: ${choices.join(', ')}.`)
  return found
}

export function wholeNumber(command: string, name: string, given: unknown, range: { readonly min: number; readonly max: number }): number | undefined {
  if (given === undefined) return undefined
  const value = Number(given)
  if (!Number.isInteger(value) || value < range.min || value > range.max) throw wrongUsage(command, `${name} is a whole number from ${range.min} to ${range.max}.`)
  return value
}

/** All words as one text: quotes around a question are easily forgotten. */
export function joined(positionals: readonly string[]): string {
  return positionals.join(' ').trim()
}

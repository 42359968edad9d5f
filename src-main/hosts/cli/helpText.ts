import { COMMANDS } from './commandTable.ts'

export function helpText(): string {
  const width = Math.max(...Object.keys(COMMANDS).map((name) => name.length))
  const lines = Object.entries(COMMANDS).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`)
  return `Footnote: ask your folders, offline; every answer footnoted.

footnote COMMAND [ARGS] [--data-dir DIR] [--json]

${lines.join('\n')}

  --data-dir DIR  the library; default: the application-data folder of this computer
  --json          one JSON value on standard output (batches: one a line)
  --help          with a command: how it is used
  --version

FILTER is KEY:VALUE with path, name, type, after, before, author, language or doc, for example type:pdf.
Exit codes: 0 done, 1 unexpected error, 2 wrong usage, 3 not found, 4 library in use, 5 check failed, 130 cancelled.`
}

export function commandHelp(name: string): string {
  const entry = COMMANDS[name]
  return entry === undefined ? helpText() : `footnote ${entry.usage}\n\n${entry.summary}`
}

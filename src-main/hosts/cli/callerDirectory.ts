import { resolve } from 'node:path'

/** `npm run cli` changes to the package's folder; the paths that a person typed are meant from where the person stands. */
export function callerDirectory(environment: Readonly<Record<string, string | undefined>> = process.env, current: string = process.cwd()): string {
  // Other scripts of npm set INIT_CWD as well and leave it to everything that they start.
  return environment['npm_lifecycle_event'] === 'cli' ? environment['INIT_CWD'] ?? current : current
}

export function fromCaller(path: string): string {
  return resolve(callerDirectory(), path)
}

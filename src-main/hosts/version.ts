import { readFileSync } from 'node:fs'
import path from 'node:path'
import { appRoot } from './resourcesDir.ts'

/** The product's version, from the one place that states it. */
export function version(): string {
  const manifest = JSON.parse(readFileSync(path.join(appRoot(), 'package.json'), 'utf8')) as { readonly version: string }
  return manifest.version
}

/** Writes `out/licences/THIRD-PARTY.txt`: the licence of every package that is bundled, in full. Part of `npm run package`. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

interface LockedPackage { readonly version?: string; readonly license?: string; readonly dev?: boolean; readonly optional?: boolean }

const root = path.join(import.meta.dirname, '..', '..')
const { packages } = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')) as { packages: Readonly<Record<string, LockedPackage>> }
/** Built into the window by the bundler, so npm counts them as tools. */
const IN_THE_WINDOW = /^node_modules\/(?:react|react-dom|scheduler|radix-ui|@radix-ui\/.+|@floating-ui\/.+|cmdk|lucide-react|uplot|@tanstack\/.+|@fontsource-variable\/.+)$/

/** The text of a package's licence files; null where it is not installed here (another platform's binary). */
function licenceOf(folder: string): string | null {
  let names: string[]
  try {
    names = readdirSync(path.join(root, folder))
  } catch {
    return null
  }
  return names.filter((name) => /^(?:licen[cs]e|notice|copying)/i.test(name)).sort().map((name) => readFileSync(path.join(root, folder, name), 'utf8').trim()).join('\n\n')
}

const entries: string[] = []
const withoutText: string[] = []
for (const [folder, { version = '', license = 'unknown', dev = false }] of Object.entries(packages)) {
  if (folder === '' || (dev && !IN_THE_WINDOW.test(folder))) continue
  const text = licenceOf(folder)
  if (text === null) continue
  const name = folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length)
  if (text === '') withoutText.push(`${name} (${license})`)
  entries.push(`${name} ${version}\nLicence: ${license}\n\n${text}`)
  if (/\bA?GPL/.test(license) && !/\bOR\b|LGPL/.test(license)) throw new Error(`${name} is under ${license}, which Footnote does not bundle.`)
}
const target = path.join(root, 'out', 'licences')
mkdirSync(target, { recursive: true })
writeFileSync(path.join(target, 'THIRD-PARTY.txt'), `Footnote bundles these packages. Models have their licences in resources/models, Electron and Chromium theirs beside the program.\n\n${entries.sort().join(`\n\n${'-'.repeat(80)}\n\n`)}\n`)
console.log(`${entries.length} packages; ${withoutText.length} without a licence file of their own: ${withoutText.join(', ')}`)

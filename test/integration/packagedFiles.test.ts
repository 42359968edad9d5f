import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

const root = path.join(import.meta.dirname, '..', '..')
const lines = readFileSync(path.join(root, 'resources/packaging/electron-builder.yml'), 'utf8').split('\n')

/** The items of one list of the configuration, as it is indented. */
function listUnder(key: string, section?: string): string[] {
  const from = section === undefined ? 0 : lines.indexOf(`${section}:`)
  const start = lines.findIndex((line, index) => index > from - 1 && line.trim() === `${key}:`)
  const items: string[] = []
  for (const line of lines.slice(start + 1)) {
    const item = /^\s+- '?([^'#]+?)'?\s*(?:#.*)?$/.exec(line)?.[1]
    if (item !== undefined) items.push(item)
    else if (!line.trim().startsWith('#')) break
  }
  return items
}

/** Whether the last pattern that speaks of a file lets it in; packages are in unless a pattern leaves them out. */
function isPacked(file: string, patterns: readonly string[]): boolean {
  let packed = file.startsWith('node_modules/')
  for (const pattern of patterns) {
    const isExclusion = pattern.startsWith('!')
    if (path.matchesGlob(file, isExclusion ? pattern.slice(1) : pattern)) packed = !isExclusion
  }
  return packed
}

/** Code for processors, of every package that the program itself needs. */
const packages = Object.entries((JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')) as { packages: Record<string, { dev?: boolean }> }).packages)
const binaries = packages.filter(([folder, { dev }]) => folder !== '' && dev !== true && existsSync(path.join(root, folder)))
  .flatMap(([folder]) => readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name.replaceAll('\\', '/')}`))
  .filter((file) => /\.(?:node|bare|dll|dylib|so(?:\.[\d.]+)?)$/.test(file))

const platform = { linux: 'linux', darwin: 'mac', win32: 'win' }[process.platform as string] ?? 'linux'
const patterns = [...listUnder('files'), ...listUnder('files', platform)].map((pattern) => pattern.replaceAll('${arch}', process.arch))
const packed = [...new Set(binaries)].filter((file) => isPacked(file, patterns))

test('a package carries the native code of its own platform, and of no other', () => {
  const own = { linux: /linux/, mac: /darwin|mac/, win: /win32|win-/ }[platform] as RegExp
  const foreign = packed.filter((file) => /linux|darwin|mac-|win32|win-|android|ios/.test(file.replace(/^.*?node_modules\//, '')) && !own.test(file))
  expect(foreign).toEqual([])
  for (const needed of ['@lancedb/', '@duckdb/', '@napi-rs/canvas', 'onnxruntime-node/', '@node-llama-cpp/']) expect(packed.filter((file) => file.includes(needed)), needed).not.toEqual([])
})

test('what the system maps into memory lies outside of the archive', () => {
  const unpacked = listUnder('asarUnpack')
  expect(packed.filter((file) => !unpacked.some((pattern) => path.matchesGlob(file, pattern)))).toEqual([])
})

test('models, samples and the maps and fonts of PDFs are packed', () => {
  const manifest = JSON.parse(readFileSync(path.join(root, 'resources/models/manifest.json'), 'utf8')) as unknown
  const models = [...JSON.stringify(manifest).matchAll(/"file":"([^"]+)"/g)].map(([, name]) => `resources/models/${name}`)
  const needed = [...models, 'resources/models/manifest.json', 'resources/icons/icon.png', 'resources/sample/Facility Agreement.pdf', 'out/main/electron.js', 'out/preload/preload.cjs', 'node_modules/pdfjs-dist/standard_fonts/LiberationSans-Regular.ttf', 'node_modules/pdfjs-dist/cmaps/78-H.bcmap', 'node_modules/pdfjs-dist/legacy/build/pdf.mjs']
  expect(needed.filter((file) => !isPacked(file, patterns))).toEqual([])
  expect(['node_modules/pdfjs-dist/build/pdf.mjs', 'test/unit/pace.test.ts', 'src-main/hosts/start.ts', 'README.md'].filter((file) => isPacked(file, patterns))).toEqual([])
})

import { existsSync, globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { importsOf, type Import } from './importGraph.ts'
import { ADAPTER_PACKAGES, RULES, type Rule } from './rules.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const files = globSync(['src-shared/**/*.{ts,tsx}', 'src-main/**/*.{ts,tsx}', 'src-renderer/**/*.{ts,tsx}'], { cwd: root }).map((file) => file.split(path.sep).join('/')).filter((file) => !file.endsWith('.d.ts')).sort()
const graph = new Map(files.map((file) => [file, importsOf(root, file)]))

function ruleOf(file: string): Rule | undefined {
  return RULES.find((rule) => rule.room.test(file))
}

function isAllowed(rule: Rule, one: Import): boolean {
  if (one.isInside) return [...rule.inside, ...(one.isTypeOnly ? rule.typesOf ?? [] : [])].some((prefix) => one.to.startsWith(prefix))
  if (one.to.startsWith('node:')) return rule.packages.includes('node:*') || rule.packages.includes(one.to)
  return rule.packages.includes(one.to)
}

/** Files that importing `start` loads at once: run-time imports, without `import()` where `isLazy` leaves those out. */
function reach(start: string, isLazy: boolean): Map<string, string> {
  const from = new Map([[start, '']])
  const queue = [start]
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    for (const one of graph.get(file) ?? []) {
      if (one.isTypeOnly || (isLazy && one.isDynamic) || from.has(one.to)) continue
      from.set(one.to, file)
      if (one.isInside) queue.push(one.to)
    }
  }
  return from
}

function trail(from: Map<string, string>, to: string): string {
  const steps = [to]
  for (let step = from.get(to); step !== undefined && step !== ''; step = from.get(step)) steps.unshift(step)
  return steps.join(' → ')
}

describe('the house', () => {
  it('covers every source file by a rule, so that no file escapes the rules by standing in a new place', () => {
    expect(files.length).toBeGreaterThan(50)
    expect(files.filter((file) => ruleOf(file) === undefined)).toEqual([])
  })

  it('lets every file import only what its room may know', () => {
    const broken = files.flatMap((file) => {
      const rule = ruleOf(file)
      if (rule === undefined) return []
      return (graph.get(file) ?? []).filter((one) => !/\.(css|svg|json)$/.test(one.to) && !isAllowed(rule, one)).map((one) => `${file}:${one.line} imports ${one.to} (${rule.reason})`)
    })
    expect(broken).toEqual([])
  })

  it('resolves every relative import to a file', () => {
    const missing = [...graph.values()].flat().filter((one) => one.isInside && !existsSync(path.join(root, one.to))).map((one) => `${one.from}:${one.line} → ${one.to}`)
    expect(missing).toEqual([])
  })

  it('lists every dependency of package.json in a rule or as a tool, and every ruled package in package.json', () => {
    const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { dependencies: Record<string, string>; devDependencies: Record<string, string> }
    // Language data and peers that are resolved as files or by another package, never imported.
    const resolvedAsFiles = ['@tesseract.js-data/eng', '@tesseract.js-data/osd', 'apache-arrow']
    const ruled = new Set(RULES.flatMap((rule) => rule.packages))
    expect(Object.keys(manifest.dependencies).filter((name) => !ruled.has(name) && !resolvedAsFiles.includes(name))).toEqual([])
    const known = new Set([...Object.keys(manifest.dependencies), ...Object.keys(manifest.devDependencies)])
    expect([...ruled].filter((name) => !name.startsWith('node:') && !known.has(name))).toEqual([])
  })

  it('lets nothing of the core reach a library or a platform by any chain of imports', () => {
    const chains = files.filter((file) => file.startsWith('src-main/core/')).flatMap((file) => {
      const from = reach(file, false)
      return [...from.keys()].filter((to) => !graph.has(to) && !['node:crypto', 'node:path'].includes(to)).map((to) => trail(from, to))
    })
    expect(chains).toEqual([])
  })

  it('keeps zod, Node and Electron out of the page, by any chain of imports', () => {
    const chains = files.filter((file) => file.startsWith('src-renderer/')).flatMap((file) => {
      const from = reach(file, false)
      return [...from.keys()].filter((to) => to === 'zod' || to === 'electron' || to.startsWith('node:')).map((to) => trail(from, to))
    })
    expect(chains).toEqual([])
  })

  it('loads no native library before it is needed: no host reaches one by static imports', () => {
    const heavy = ['node-llama-cpp', '@lancedb/lancedb', 'pdfjs-dist', 'onnxruntime-node', 'tesseract.js', '@napi-rs/canvas']
    const chains = files.filter((file) => /^src-main\/hosts\/[\w/]*(main|start)\.ts$/.test(file)).flatMap((file) => {
      const from = reach(file, true)
      return heavy.filter((name) => from.has(name)).map((name) => trail(from, name))
    })
    expect(chains).toEqual([])
  })

  it('never lets one feature of the window import another', () => {
    const crossings = files.flatMap((file) => {
      const own = /^src-renderer\/features\/(\w+)\//.exec(file)?.[1]
      if (own === undefined) return []
      return (graph.get(file) ?? []).filter((one) => /^src-renderer\/features\//.test(one.to) && !one.to.startsWith(`src-renderer/features/${own}/`)).map((one) => `${file} → ${one.to}`)
    })
    expect(crossings).toEqual([])
  })

  it('has no circle of run-time imports, so that files can be understood one at a time', () => {
    const state = new Map<string, 'open' | 'done'>()
    const circles: string[] = []
    function visit(file: string, path: readonly string[]) {
      if (state.get(file) === 'done') return
      if (state.get(file) === 'open') { circles.push([...path.slice(path.indexOf(file)), file].join(' → ')); return }
      state.set(file, 'open')
      for (const one of graph.get(file) ?? []) if (one.isInside && !one.isTypeOnly && !one.isDynamic && graph.has(one.to)) visit(one.to, [...path, file])
      state.set(file, 'done')
    }
    for (const file of files) visit(file, [])
    expect(circles).toEqual([])
  })

  it('keeps files small and named for what they hold', () => {
    const long = files.map((file) => ({ file, lines: readFileSync(path.join(root, file), 'utf8').split('\n').length })).filter(({ lines }) => lines > 500)
    expect(long).toEqual([])
    expect(files.filter((file) => /(^|\/)(utils?|helpers?|common|manager|index)\.(ts|tsx)$/i.test(file) || /(^|\/)(utils?|helpers?|common)\//i.test(file))).toEqual([])
  })

  it('has a rule for adapters that exist, and no other', () => {
    const folders = new Set(files.flatMap((file) => /^src-main\/adapters\/([\w-]+)\//.exec(file)?.[1] ?? []))
    expect(Object.keys(ADAPTER_PACKAGES).filter((folder) => !folders.has(folder))).toEqual([])
  })
})

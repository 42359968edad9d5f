/**
 * Keeping a large folder up to date: `node test/bench/workers/largeFolder.ts [files=10000]`. Bars: a full round over 10,000 unchanged files under 3 s warm; one changed file among them
 * under twice the time of that file in an empty library; memory under 1 GiB and the event loop's p99 delay under 50 ms while they are added. Reading and embedding are
 * stand-ins, so that only the library's own work is measured.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { openTestLibrary } from '../../integration/library/openTestLibrary.ts'

const files = Number(process.argv[2] ?? 10_000)
const root = mkdtempSync(path.join(os.tmpdir(), 'footnote-bench-'))
const folder = path.join(root, 'folder')
const figures: Record<string, number> = {}

function bar(label: string, value: number, limit: number, unit: string) {
  figures[label] = value
  console.log(`${label}: ${value.toFixed(1)} ${unit} (bar ${limit})`)
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

try {
  for (let index = 0; index < files; index++) {
    const place = path.join(folder, `part-${index % 100}`)
    if (index < 100) mkdirSync(place, { recursive: true })
    writeFileSync(path.join(place, `${index}.txt`), Array.from({ length: 5 }, (_, line) => `file ${index} line ${line}`).join('\n'))
  }
  const open = await openTestLibrary(path.join(root, 'data'))
  open.library.start({ sync: false })
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  const addMs = await timed(() => open.library.engine.add([folder]))
  delay.disable()
  console.log(`added ${files} files in ${(addMs / 1000).toFixed(1)} s`)
  bar('event loop delay while adding, p99', delay.percentile(99) / 1e6, 50, 'ms')
  bar('resident memory after adding', process.memoryUsage().rss / 2 ** 20, 1024, 'MiB')

  await open.library.engine.sync()
  bar('full round over unchanged files, warm', await timed(() => open.library.engine.sync()) / 1000, 3, 's')

  const alone = await openTestLibrary(path.join(root, 'alone'))
  alone.library.start({ sync: false })
  const file = path.join(folder, 'part-0', '0.txt')
  const aloneMs: number[] = []
  const amongMs: number[] = []
  await alone.library.engine.add([file])
  for (let round = 0; round < 9; round++) {
    writeFileSync(file, `changed ${round}\nline`)
    aloneMs.push(await timed(() => alone.library.engine.add([file])))
    writeFileSync(file, `changed ${round} again\nline`)
    amongMs.push(await timed(() => open.library.engine.add([file])))
  }
  const median = (list: number[]) => list.sort((a, b) => a - b)[4] ?? 0
  console.log(`one changed file: alone ${median(aloneMs).toFixed(1)} ms, among ${files}: ${median(amongMs).toFixed(1)} ms`)
  bar('one changed file among all / alone', median(amongMs) / median(aloneMs), 2, 'times')
  await alone.close()
  await open.close()

  const watching = await openTestLibrary(path.join(root, 'data'), { watch: true })
  watching.library.start({ sync: false })
  await watching.library.engine.add([folder], { watch: true })
  await watching.library.idle()
  // What the round itself leaves to the garbage collector is not watching.
  await new Promise((resolve) => { setTimeout(resolve, 2000) })
  const before = process.cpuUsage()
  await new Promise((resolve) => { setTimeout(resolve, 10_000) })
  const { user, system } = process.cpuUsage(before)
  bar('processor time of ten idle seconds of watching', (user + system) / 1000, 100, 'ms')
  await watching.close()
} finally {
  rmSync(root, { recursive: true, force: true })
}
// What `../reconcile.ts` puts into the table.
console.log(`FIGURES ${JSON.stringify(figures)}`)

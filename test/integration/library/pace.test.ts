import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createPace } from '../../../src-main/core/ingestion/createPace.ts'
import { openTestLibrary, plainParser } from './openTestLibrary.ts'

const FILES = 12
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'footnote-pace-'))
  await mkdir(path.join(folder, 'docs'))
  for (let file = 0; file < FILES; file++) await writeFile(path.join(folder, 'docs', `${file}.txt`), `File number ${file}.`)
})
afterEach(() => rm(folder, { recursive: true }))

/** How many files were with the parser at once, for each file as it came. */
async function filesInWork(onBattery: (read: number) => boolean): Promise<readonly number[]> {
  let inWork = 0
  const seen: number[] = []
  const turn = () => new Promise<void>((resolve) => { setImmediate(resolve) })
  const test = await openTestLibrary(path.join(folder, 'data'), {
    pace: createPace({ setting: () => 'auto', power: { onBattery: () => onBattery(seen.length) }, restMs: 0 }),
    parser: {
      ...plainParser,
      concurrency: 4,
      async parse(request, options) {
        seen.push(++inWork)
        // Company ends the wait. Where it may come it is waited for, however slow the disk is; where it may not, it has the time to come all the same.
        const mayHaveCompany = !onBattery(seen.length - 1) && !onBattery(seen.length)
        for (let turns = 0; inWork < 2 && (mayHaveCompany ? seen.length < FILES : turns < 2000); turns++) await turn()
        const result = await plainParser.parse(request, options)
        inWork--
        return result
      },
    },
  })
  test.library.start({ sync: false, afterMs: 0 })
  const { summary } = await test.library.engine.add([path.join(folder, 'docs')])
  await test.close()
  expect(summary).toMatchObject({ indexed: FILES })
  return seen
}

it('reads one file at a time on battery, and as many as the parser takes otherwise', async () => {
  expect(await filesInWork(() => true)).toEqual(Array.from({ length: FILES }, () => 1))
  await rm(path.join(folder, 'data'), { recursive: true })
  expect(Math.max(...await filesInWork(() => false))).toBeGreaterThan(1)
})

it('slows down when the plug is pulled in the middle, and speeds up when it is back', async () => {
  const slowed = await filesInWork((read) => read >= 4)
  expect(slowed.slice(-4)).toEqual([1, 1, 1, 1])
  await rm(path.join(folder, 'data'), { recursive: true })
  const hurried = await filesInWork((read) => read < 4)
  expect(hurried.slice(0, 4)).toEqual([1, 1, 1, 1])
  expect(Math.max(...hurried.slice(5))).toBeGreaterThan(1)
})

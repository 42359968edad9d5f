import { copyFile, mkdir, mkdtemp, readdir, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import { DEFAULT_FOLDER_RULES, type FolderRules } from '../../../src-shared/domain/folderRules.ts'
import { randomFrom } from './randomFrom.ts'
import { comparable, openTestLibrary, snapshot, type TestLibrary } from './openTestLibrary.ts'

/** `FUZZ_SEEDS=1,2,3` for other runs. */
const SEEDS = (process.env.FUZZ_SEEDS ?? '1,2,3').split(',').map(Number)
const OPERATIONS = Number(process.env.FUZZ_OPERATIONS ?? 150)

it.each(SEEDS)('equals a fresh scan after hundreds of random changes while it works (seed %i)', { timeout: 300_000 }, async (seed) => {
  const root = await mkdtemp(path.join(os.tmpdir(), 'footnote-fuzz-'))
  const open = await openTestLibrary(path.join(root, 'data'), { watch: true, embedMs: 2 })
  try {
    const random = randomFrom(seed)
    const folders = ['one', 'two', 'one/inner', 'two/inner'].map((name) => path.join(root, name))
    for (const folder of folders) await mkdir(folder, { recursive: true })
    const sources = [path.join(root, 'one'), path.join(root, 'two')]
    open.library.start()
    await open.library.engine.add(sources, { watch: true, rules: RULES })

    for (let operation = 0; operation < OPERATIONS; operation++) {
      if (random() < 0.02) toggleRules(open, random)
      else await change(folders, random, operation).catch((error: unknown) => {
        // Two operations may pick the same file, or a name that was taken.
        if (!(error instanceof Error && 'code' in error)) throw error
      })
      if (random() < 0.15) await new Promise((resolve) => { setTimeout(resolve, random() * 300) })
    }
    await open.library.idle()
    // Hints may be lost; the next round must find whatever was.
    await open.library.engine.sync()
    const watched = await snapshot(open)

    const fresh = await openTestLibrary(path.join(root, 'fresh'))
    fresh.library.start({ sync: false })
    for (const { path: place, rules } of open.library.engine.folders()) await fresh.library.engine.add([place], { rules })
    const expected = await snapshot(fresh)
    await fresh.close()
    expect(comparable(watched)).toEqual(comparable(expected))
  } finally {
    await open.close()
    await rm(root, { recursive: true, force: true })
  }
})

/** Links are followed, and some names are left out, until an operation turns it round. */
const RULES: FolderRules = { ...DEFAULT_FOLDER_RULES, ignore: ['/3*.txt', 'inner/1?.txt', '!38.txt'], followLinks: true }

function toggleRules({ library }: TestLibrary, random: () => number): void {
  const rules = { ...RULES, followLinks: random() < 0.5, ignore: random() < 0.5 ? RULES.ignore : ['2*.TXT', 'inner/'] }
  for (const { folderId } of library.engine.folders()) library.engine.setFolderRules(folderId, rules)
}

async function change(folders: readonly string[], random: () => number, operation: number): Promise<void> {
  const pick = <T>(list: readonly T[]): T => {
    const chosen = list[Math.floor(random() * list.length)]
    if (chosen === undefined) throw Object.assign(new Error('nothing to pick'), { code: 'ENOENT' })
    return chosen
  }
  const folder = pick(folders)
  const anywhere = async () => {
    const place = pick(folders)
    const files = (await readdir(place, { withFileTypes: true })).filter((entry) => entry.isFile())
    return path.join(place, pick(files).name)
  }
  const name = path.join(folder, `${operation % 40}.txt`)
  const text = random() < 0.2 ? 'shared words of several files' : `words ${Math.floor(random() * 1e6)}\nmore ${operation}`
  const kind = random()
  if (kind < 0.3) await writeFile(name, text)
  else if (kind < 0.4) {
    await writeFile(`${name}.tmp`, text)
    await rename(`${name}.tmp`, name)
  } else if (kind < 0.5) await rename(await anywhere(), name)
  else if (kind < 0.6) await rm(await anywhere())
  else if (kind < 0.67) await copyFile(await anywhere(), name)
  else if (kind < 0.74) await utimes(await anywhere(), 1_700_000_000 + operation, 1_700_000_000 + operation)
  else if (kind < 0.8) {
    const file = await anywhere()
    await rename(file, path.join(path.dirname(file), path.basename(file).toUpperCase()))
  } else if (kind < 0.82) await symlink(await anywhere(), name)
  else if (kind < 0.84) await symlink(pick(folders), path.join(folder, `linked-${operation % 3}`))
  else if (kind < 0.88) await writeFile(name, 'damaged')
  else if (kind < 0.94) await writeFile(name, `mail\ninside part.txt: ${text.replaceAll('\n', ' ')}`)
  else if (kind < 0.97) await rename(path.dirname(name).endsWith('inner') ? path.dirname(name) : path.join(path.dirname(name), 'inner'), path.join(path.dirname(folders[0] ?? ''), 'aside'))
  else await rename(path.join(path.dirname(folders[0] ?? ''), 'aside'), path.join(pick(folders.slice(0, 2)), 'inner'))
}

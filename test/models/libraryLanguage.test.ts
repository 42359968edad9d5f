import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { composeEngine } from '../../src-main/hosts/composeEngine.ts'
import { silent } from './testModels.ts'

const resourcesDir = fileURLToPath(new URL('../../resources', import.meta.url))
const GERMAN = [
  'Die Kündigungsfrist des Mietvertrags beträgt drei Monate zum Ende eines Quartals. Die Kündigung muss schriftlich erfolgen und dem Vermieter rechtzeitig zugehen.',
  'Die Pumpe darf niemals ohne Wasser betrieben werden, weil sonst die Dichtung der Welle innerhalb weniger Sekunden zerstört wird.',
  'Nicht genommener Urlaub verfällt am 31. März des folgenden Jahres, es sei denn, der Mitarbeiter war während dieser Zeit erkrankt.',
  'Der nördliche Hang des Schutzgebiets bleibt von März bis Juli gesperrt, solange die Adler dort ihre Jungen aufziehen.',
]

it('lets the languages of what is added choose the embedder, so that an English question finds the German passage', async () => {
  const root = await mkdtemp(join(tmpdir(), 'footnote-language-'))
  const engine = await composeEngine({ dataDir: join(root, 'data'), resourcesDir, logger: silent })
  try {
    const folder = join(root, 'papers')
    await mkdir(folder)
    for (const [index, text] of GERMAN.entries()) await writeFile(join(folder, `Papier ${index + 1}.txt`), text)
    expect((await engine.status()).embedding.model).toBe('bge-small-en-v1.5')
    await engine.library.add([folder])
    expect((await engine.status()).embedding).toMatchObject({ model: 'multilingual-e5-small', staleChunks: 0 })
    const { passages } = await engine.search({ query: 'When does unused vacation expire?', k: 1 })
    expect(passages[0]?.path).toContain('Papier 3')
    // A person's own choice stays, whatever the languages say.
    await engine.reindex({ embedding: 'bge-small-en-v1.5', override: 'the test chooses', isRollback: false })
    await engine.library.sync()
    expect((await engine.status()).embedding.model).toBe('bge-small-en-v1.5')
  } finally {
    await engine.close()
    await rm(root, { recursive: true, force: true })
  }
})

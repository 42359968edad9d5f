import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { SelfTestSets } from '../core/answering/selfTest/SelfTestSets.ts'

/** The bundled cases by which a chat model proves itself. */
export async function readSelfTest(resourcesDir: string): Promise<SelfTestSets> {
  const read = async <Value>(name: string) => JSON.parse(await readFile(path.join(resourcesDir, 'selftest', `${name}.json`), 'utf8')) as Value
  const { questions: choosing } = await read<{ questions: SelfTestSets['choosing'] }>('choosing')
  const { cases: judging } = await read<{ cases: SelfTestSets['judging'] }>('judging')
  const { cases: rewriting } = await read<{ cases: SelfTestSets['rewriting'] }>('rewriting')
  return { phrasing: await read('questions'), choosing, judging, rewriting }
}

import { existsSync } from 'node:fs'
import path from 'node:path'
import type { EvaluationSet } from '../EvaluationSet.ts'
import { loadFileSet } from './loadFileSets.ts'
import { loadChunkingEvaluation, loadClapnq, loadCranfield, loadSquad2, loadXquad } from './loadTextSets.ts'

export interface SetPlaces {
  /** Folder of the public development sets; absent ones are left out. */
  readonly data: string
  readonly cache: string
  /** Folder of the bundled set. */
  readonly fixtures: string
}

/** Every set that can be measured on this machine, by name; each is read when it is asked for. */
export function developmentSets({ data, cache, fixtures }: SetPlaces): Map<string, () => Promise<EvaluationSet>> {
  const sets = new Map<string, () => Promise<EvaluationSet>>([
    ['bundled', async () => ({ ...await loadFileSet(path.dirname(fixtures), path.basename(fixtures), { cache }), name: 'bundled' })],
  ])
  if (!existsSync(data)) return sets
  const files = ['contoso_hr', 'docugami_sec10q']
  for (const name of files) sets.set(name, () => loadFileSet(data, name, { cache }))
  sets.set('ir_cranfield', () => Promise.resolve(loadCranfield(data)))
  sets.set('xquad_en', () => Promise.resolve(loadXquad(data, 'en')))
  // Of use with `--embedder multilingual` only.
  for (const [asked, text] of [['de', 'de'], ['es', 'es'], ['zh', 'zh'], ['de', 'en'], ['en', 'zh']] as const) sets.set(asked === text ? `xquad_${text}` : `xquad_${asked}_${text}`, () => Promise.resolve(loadXquad(data, asked, text)))
  sets.set('chunking_evaluation', () => Promise.resolve(loadChunkingEvaluation(data)))
  sets.set('clapnq', () => Promise.resolve(loadClapnq(data)))
  sets.set('squad2', () => Promise.resolve(loadSquad2(data)))
  sets.set('wikitablequestions', () => loadFileSet(data, 'wikitablequestions', { cache, folder: 'csv' }))
  return sets
}

import { existsSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { findLanguage } from './TesseractOcrEngine.ts'

/** What lies beside the languages but reads none: which way up a page is, and formulas. */
const NO_LANGUAGE: ReadonlySet<string> = new Set(['osd', 'equ'])

/** Tesseract's names (`eng`, `chi_sim`) of the languages that can be read here: those in packages and those that a person put into `folders`. Sorted. */
export function listLanguages(folders: readonly string[] = []): readonly string[] {
  const dropped = folders.flatMap((folder) => namesIn(folder).flatMap((name) => /^([A-Za-z_]+)\.traineddata(?:\.gz)?$/.exec(name)?.[1] ?? []))
  return [...new Set([...dropped, ...packaged()])].filter((code) => !NO_LANGUAGE.has(code) && findLanguage(code, folders) !== undefined).sort()
}

function packaged(): readonly string[] {
  try {
    // English always comes along; the others lie beside it.
    return namesIn(join(dirname(createRequire(import.meta.url).resolve('@tesseract.js-data/eng/package.json')), '..'))
  } catch {
    return []
  }
}

function namesIn(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder) : []
}

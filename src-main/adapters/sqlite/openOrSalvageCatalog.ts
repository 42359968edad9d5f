import path from 'node:path'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import { PLAIN_VAULT, type Vault } from '../../core/lock/createVault.ts'
import { CATALOG_MIGRATIONS } from './catalogSchema.ts'
import { readFolderList, writeFolderList } from './folderList.ts'
import { openCatalog, type OpenedCatalog } from './openCatalog.ts'
import { finishSalvage, salvageDatabase, type Salvage } from './salvageDatabase.ts'

const JSON_COLUMNS: Readonly<Record<string, readonly string[]>> = {
  document: ['warnings', 'nearDuplicates'], job: ['payload', 'progress', 'error'], answer: ['answer'], thread: ['pinned'], source: ['rules', 'policy'], question: ['request'], evaluationValue: ['value'], measurement: ['value'],
}

/** Answers are worth more than the name of their thread. */
const MEND = `INSERT OR IGNORE INTO thread (threadId, title, updatedMs)
  SELECT threadId, substr(COALESCE(min(CASE WHEN json_valid(answer) THEN answer ->> '$.question' END), 'Recovered'), 1, 80), 0 FROM answer WHERE threadId IS NOT NULL AND threadId NOT IN (SELECT threadId FROM thread) GROUP BY threadId`

export interface OpenedOrSalvaged extends OpenedCatalog {
  /** Present when the catalog was damaged: what it holds now may lack documents and units, which recovery has to look at. */
  readonly salvage?: Salvage
}

/** `catalog.db` of a library for its writer. A damaged one is set aside and made anew of what can be read of it; folders come from `folders.json` where the catalog lost them. */
export function openOrSalvageCatalog(dataDir: string, now: Date, vault: Vault = PLAIN_VAULT): OpenedOrSalvaged {
  const file = path.join(dataDir, 'catalog.db')
  const folderList = path.join(dataDir, 'folders.json')
  finishSalvage(file)
  try {
    return withFolderList(openCatalog(file, { vault }), folderList)
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'DAMAGED_LIBRARY') throw error
  }
  const salvage = salvageDatabase(file, { migrations: CATALOG_MIGRATIONS, damagedDir: path.join(dataDir, 'damaged'), now, jsonColumns: JSON_COLUMNS, mend: MEND })
  const opened = openCatalog(file, { vault })
  const known = new Set(opened.catalog.sources().map((source) => source.path))
  for (const source of readFolderList(folderList)) if (!known.has(source.path)) opened.catalog.saveSource(source)
  return { ...withFolderList(opened, folderList), salvage }
}

function withFolderList(opened: OpenedCatalog, file: string): OpenedCatalog {
  const { catalog } = opened
  const keep = <T extends unknown[]>(change: (...args: T) => void) => (...args: T): void => {
    change(...args)
    try {
      writeFolderList(file, catalog.sources())
    } catch {
      // The catalog has it; a copy that cannot be written must not undo that.
    }
  }
  // By prototype: the catalog has properties that are read anew each time.
  return { ...opened, catalog: Object.create(catalog, { saveSource: { value: keep(catalog.saveSource) }, removeSource: { value: keep(catalog.removeSource) } }) as typeof catalog }
}

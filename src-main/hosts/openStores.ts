import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { toAppError } from '../../src-shared/errors/AppError.ts'
import { AUDIT_MIGRATIONS } from '../adapters/sqlite/auditSchema.ts'
import { CATALOG_MIGRATIONS } from '../adapters/sqlite/catalogSchema.ts'
import { createBrokenAuditLog } from '../adapters/sqlite/createBrokenAuditLog.ts'
import { openCatalog } from '../adapters/sqlite/openCatalog.ts'
import { isNewer } from '../adapters/sqlite/openDatabase.ts'
import { openOrSalvageCatalog, type OpenedOrSalvaged } from '../adapters/sqlite/openOrSalvageCatalog.ts'
import { setAside } from '../adapters/sqlite/salvageDatabase.ts'
import { openSqliteAuditLog } from '../adapters/sqlite/SqliteAuditLog.ts'
import type { Vault } from '../core/lock/createVault.ts'
import type { Resealer } from '../core/ports/Resealer.ts'
import type { AuditLog } from '../core/ports/AuditLog.ts'

export interface OpenStoresOptions {
  readonly dataDir: string
  readonly readOnly: boolean
  /** A person asked for it: an audit log that cannot be opened is set aside and a new one begun. Never without being asked. */
  readonly repairAudit: boolean
  readonly now: Date
  readonly vault: Vault
}

/** Whether a newer program wrote one of the databases of a library: this one then only reads them. */
export function isNewerLibrary(dataDir: string): boolean {
  return isNewer(path.join(dataDir, 'catalog.db'), CATALOG_MIGRATIONS) || isNewer(path.join(dataDir, 'audit.db'), AUDIT_MIGRATIONS)
}

/** The databases of a library. A damaged catalog is salvaged by a writer and refused (DAMAGED_LIBRARY) to a reader; a damaged audit log opens as a broken one. */
export function openStores({ dataDir, readOnly, repairAudit, now, vault }: OpenStoresOptions): OpenedOrSalvaged & { readonly auditLog: AuditLog & { readonly resealer?: () => Resealer } } {
  const opened: OpenedOrSalvaged = readOnly ? openCatalog(path.join(dataDir, 'catalog.db'), { readOnly, vault }) : openOrSalvageCatalog(dataDir, now, vault)
  return { ...opened, auditLog: openAudit() }

  function openAudit(): AuditLog & { readonly resealer?: () => Resealer } {
    const file = path.join(dataDir, 'audit.db')
    try {
      return openSqliteAuditLog(file, { readOnly, vault })
    } catch (thrown) {
      const error = toAppError(thrown)
      if (error.code !== 'DAMAGED_LIBRARY') throw error
      if (readOnly || !repairAudit) return createBrokenAuditLog(error)
      setAside(file, path.join(dataDir, 'damaged'), now)
      return openSqliteAuditLog(file, { vault })
    }
  }
}

/** Names of what was set aside because it was damaged, oldest first. */
export function listDamaged(dataDir: string): readonly string[] {
  const folder = path.join(dataDir, 'damaged')
  return existsSync(folder) ? readdirSync(folder).filter((name) => !/-(wal|shm)$/.test(name)).sort() : []
}

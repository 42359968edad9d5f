import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openSigningKey } from '../../src-main/adapters/node/openSigningKey.ts'
import { openSqliteAuditLog } from '../../src-main/adapters/sqlite/SqliteAuditLog.ts'
import { signedExport, type SignedExport } from '../../src-main/core/audit/signedExport.ts'
import { auditRecord } from '../fixtures/auditRecord.ts'

let folder: string
let made: SignedExport

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'footnote-export-'))
  const log = openSqliteAuditLog(join(folder, 'audit.db'))
  for (let n = 1; n <= 3; n++) log.append(auditRecord(n, { asked: '2026-11-01T10:00:00.000Z', text: `größer ${n}` }))
  log.redact([{ sequence: 2, note: { kind: 'note', event: 'redacted', at: '2026-11-02T00:00:00.000Z', detail: { sequence: 2, reason: 'r' } } }])
  made = signedExport(log, openSigningKey(folder), '2026-11-21T00:00:00.000Z')
  log.close()
  for (const { name, text } of made.files) writeFileSync(join(folder, name), text)
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** As the third person does: plain Node, in another folder, nothing of the product. */
async function check(...args: string[]): Promise<{ code: number; out: string }> {
  const run = promisify(execFile)(process.execPath, [join(folder, 'verify.mjs'), ...args], { cwd: tmpdir(), env: {} })
  return run.then(({ stdout }) => ({ code: 0, out: stdout }), (failed: { code: number; stdout: string }) => ({ code: failed.code, out: failed.stdout }))
}
const change = (name: string, edit: (text: string) => string) => writeFileSync(join(folder, name), edit(readFileSync(join(folder, name), 'utf8')))

test('a third person checks an export with plain Node, and sees redactions and the key', async () => {
  expect(await check()).toMatchObject({ code: 0, out: expect.stringMatching(new RegExp(`VALID: 4 entries, 1 redacted, head ${made.head}[^]*${made.keyFingerprint}`)) as string })
  expect((await check(made.keyFingerprint)).code).toBe(0)
  // Only the owner may read the key.
  expect(statSync(join(folder, 'signing-key.pem')).mode & 0o777).toBe(0o600)
  expect(made.files.some(({ text }) => text.includes('PRIVATE KEY'))).toBe(false)
})

test('a changed entry, a missing one, a changed manifest and another signer are each refused', async () => {
  const original = new Map(made.files.map(({ name, text }) => [name, text]))
  const restore = () => { for (const [name, text] of original) writeFileSync(join(folder, name), text) }
  change('entries.jsonl', (text) => text.replace('größer 3', 'größer 4'))
  expect(await check()).toMatchObject({ code: 1, out: expect.stringContaining('entries.jsonl was changed') as string })
  restore()
  change('entries.jsonl', (text) => `${text.trimEnd().split('\n').slice(0, -1).join('\n')}\n`)
  expect((await check()).code).toBe(1)
  restore()
  change('manifest.json', (text) => text.replace('2026-11-21', '2026-11-20'))
  expect(await check()).toMatchObject({ code: 1, out: expect.stringContaining('signature') as string })
  restore()
  // A forger with a key of their own can make an export that fits itself; the fingerprint tells.
  const forger = mkdtempSync(join(tmpdir(), 'footnote-forger-'))
  const log = openSqliteAuditLog(join(forger, 'audit.db'))
  log.append(auditRecord(1, { asked: '2026-11-01T10:00:00.000Z', text: 'forged' }))
  for (const { name, text } of signedExport(log, openSigningKey(forger), '2026-11-21T00:00:00.000Z').files) writeFileSync(join(folder, name), text)
  log.close()
  rmSync(forger, { recursive: true, force: true })
  expect((await check()).code).toBe(0)
  expect(await check(made.keyFingerprint)).toMatchObject({ code: 1, out: expect.stringContaining('another key') as string })
})

test('the same key signs the next export', () => {
  expect(openSigningKey(folder).publicKey).toBe(openSigningKey(folder).publicKey)
})

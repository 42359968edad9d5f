import type { AuditVerification } from '../../../src-shared/domain/audit.ts'
import { RUNTIME_NAMES } from '../../../src-shared/domain/model.ts'
import type { DoctorCheck, DoctorReport, LibraryStatus, PaceReport } from '../../../src-shared/domain/status.ts'
import { NOT_ENCRYPTED, type LockStatus } from '../../../src-shared/domain/lock.ts'
import type { ModelCheck } from '../ports/ModelService.ts'

export interface DoctorInput {
  readonly status: LibraryStatus
  /** Chunks that the index holds. */
  readonly indexedChunks: number
  readonly modelChecks: readonly ModelCheck[]
  readonly audit: AuditVerification
  /** Connections to other computers that the product's processes hold now; null where the system does not tell. */
  readonly connections: readonly string[] | null
  /** Files of the library that were set aside because they were damaged. */
  readonly damaged: readonly string[]
  readonly lock?: LockStatus
}

/** What is missing or broken, and what to do about it. Pure: the facts come in, sentences go out. */
export function runDoctor({ status, indexedChunks, modelChecks, audit, connections, damaged, lock }: DoctorInput): DoctorReport {
  const failed = status.documents['failed'] ?? 0
  const unreachable = status.folders.filter(({ reachable }) => !reachable)
  const unread = (status.coverage['failed'] ?? 0) + (status.coverage['empty'] ?? 0)
  const checks: DoctorCheck[] = [
    ...(status.readOnly === undefined ? [] : [{ name: 'library', ok: false, message: status.readOnly.message, ...(status.readOnly.action === undefined ? {} : { action: status.readOnly.action }) }]),
    ...modelChecks.map(({ name, ok, message }): DoctorCheck => ({ name: `model ${name}`, ok, message, ...(ok ? {} : { action: 'Import the model again from its source.' }) })),
    embeddingCheck(status.embedding),
    ...(indexedChunks >= status.chunks - status.embedding.staleChunks ? [] : [{ name: 'index', ok: false, message: `The index lacks ${status.chunks - status.embedding.staleChunks - indexedChunks} of ${status.chunks} chunks.`, action: 'Run `doctor --repair`: they are made anew from the stored text.' }]),
    check('index', status.embedding.staleChunks === 0, `${status.chunks} chunks, all made by the active embedder.`, `${status.embedding.staleChunks} of ${status.chunks} chunks were made by another embedder.`, 'Run `sync` to embed them again.'),
    check('folders', unreachable.length === 0, `${status.folders.length} folders, all reachable.`, `Not reachable: ${unreachable.map(({ path }) => path).join(', ')}. Their documents are kept.`, 'Connect the drive or share again, or forget the folder.'),
    check('files', failed === 0, 'No file failed to be read.', `${failed} files could not be read.`, 'See `documents` for each reason and what to do.'),
    { name: 'pace', ok: true, message: paceInWords(status.pace) },
    { name: 'coverage', ok: true, message: `${status.units} pages, sheets, slides and parts: ${status.coverage['text'] ?? 0} text, ${(status.coverage['ocr'] ?? 0) + (status.coverage['mixed'] ?? 0)} with OCR, ${unread} empty or failed.` },
    check('audit', audit.ok, `${audit.entries} entries, chain intact.`, `The audit chain is broken at entry ${audit.brokenAt ?? '?'}.`, audit.entries === 0 ? 'Run `doctor --repair`: it keeps the damaged file and begins a new log.' : 'Compare the audit log with a backup; entries before it are intact.'),
    ...(damaged.length === 0 ? [] : [{ name: 'damaged', ok: true, message: `Set aside in the folder damaged/ and made anew of what was intact: ${damaged.join(', ')}. Delete these when you need them no more.` }]),
    ...(lock === undefined ? [] : [lockCheck(lock)]),
    connections === null
      ? { name: 'network', ok: true, message: 'This system does not tell which connections are open; Footnote opens none, and its tests prove it with the network taken away.' }
      : check('network', connections.length === 0, 'No process of Footnote holds a connection to another computer.', `Connections to other computers: ${connections.join(', ')}.`, 'Close Footnote and report this: it must never happen.'),
  ]
  return { checks }
}

/** A refused form is no damage: the library answers with the other one; a person who wants it must have the index made by it. */
function embeddingCheck({ model, device, runtimeChoice: { reason, measurements, refused } }: LibraryStatus['embedding']): DoctorCheck {
  const measured = measurements.map(({ runtime, passagesPerSecond, problem }) => `${RUNTIME_NAMES[runtime]} ${problem ?? `${passagesPerSecond.toFixed(1)} passages/s`}`).join(', ')
  const message = `${model} runs as: ${device} (${reason}${measured === '' ? '' : `: ${measured}`}).`
  if (refused === undefined) return { name: 'embedding', ok: true, message }
  return {
    name: 'embedding', ok: false, message: `${message} ${RUNTIME_NAMES[refused.runtime]} gives other vectors here (mean cosine ${refused.meanCosine.toFixed(3)}), so it is not used for this index.`,
    action: `Keep to the other runtime, or run \`reindex\` to have the index made by ${RUNTIME_NAMES[refused.runtime]}.`,
  }
}

function paceInWords({ setting, inForce, onBattery }: PaceReport): string {
  const why = setting !== 'auto' ? 'as the settings say' : onBattery ? 'the computer runs on its battery' : 'the computer does not run on a battery'
  return `${inForce === 'gentle' ? 'Files are read gently, one at a time' : 'Files are read at full pace'}: ${why}.`
}

function check(name: string, ok: boolean, good: string, bad: string, action: string): DoctorCheck {
  return ok ? { name, ok, message: good } : { name, ok, message: bad, action }
}

/** A library without a lock is as it should be; that it has none, and what a lock leaves open, is said. */
function lockCheck({ state }: LockStatus): DoctorCheck {
  const open = `Not encrypted: ${NOT_ENCRYPTED.join('; ')}.`
  if (state === 'off') return { name: 'lock', ok: true, message: 'There is no lock: nothing of this library is encrypted. `lock on` encrypts audit log, threads and stored text.' }
  return state === 'on' ? { name: 'lock', ok: true, message: `Audit log, threads and stored text are encrypted. ${open}` }
    : { name: 'lock', ok: false, message: `The library is still being ${state === 'sealing' ? 'encrypted' : 'decrypted'}.`, action: 'It goes on while Footnote runs: see `jobs`.' }
}

import { createHash } from 'node:crypto'
import type { AuditVerification } from '../../../src-shared/domain/audit.ts'

/**
 * The chain that makes the audit log tamper-evident. An entry's hash covers its number, the hash of the entry before and the
 * hash of its stored bytes; changing, removing, adding or reordering an entry therefore breaks every hash from there on, unless
 * all of them are recomputed. Recomputing the whole tail, or cutting it off, is only visible against something outside the
 * log: a witness (an answer shown or exported carries its `audit.sequence` and `audit.hash`).
 *
 * The content enters by its own hash, so that an entry can later be redacted without breaking the chain.
 */
export const GENESIS_HASH = '0'.repeat(64)

export interface ChainLink {
  readonly sequence: number
  readonly previousHash: string
  readonly contentHash: string
  readonly hash: string
  /** The record exactly as stored. */
  readonly bytes: Uint8Array
}

/** Which entry a stored note says was redacted; undefined for everything else. Notes are small: of long entries nothing is parsed. */
function redactedSequence({ bytes }: ChainLink): number | undefined {
  if (bytes.length === 0 || bytes.length > 16_384) return undefined
  const text = new TextDecoder().decode(bytes)
  if (!text.includes('"event":"redacted"')) return undefined
  try {
    const { kind, event, detail } = JSON.parse(text) as { readonly kind?: unknown; readonly event?: unknown; readonly detail?: { readonly sequence?: unknown } }
    return kind === 'note' && event === 'redacted' && typeof detail?.sequence === 'number' ? detail.sequence : undefined
  } catch {
    return undefined
  }
}

/** What someone else remembers of the log. */
export interface ChainWitness {
  readonly sequence: number
  readonly hash: string
}

/** SHA-256 of the stored bytes, lower-case hexadecimal. */
export function hashContent(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** The hash of an entry, lower-case hexadecimal. */
export function hashEntry(previousHash: string, sequence: number, contentHash: string): string {
  return createHash('sha256').update(`${previousHash}\n${sequence}\n${contentHash}`).digest('hex')
}

/**
 * Recomputes the chain from the stored bytes and names the first entry that does not fit. `highest`: the highest number ever
 * given out, as the store remembers it; `witnesses`: entries that are known from elsewhere.
 * An entry without content counts as redacted when a later note of the same chain says so, and as altered when none does.
 */
export function verifyChain(links: Iterable<ChainLink>, options: { readonly highest?: number; readonly witnesses?: Iterable<ChainWitness> } = {}): AuditVerification {
  const expected = new Map<number, string>()
  for (const { sequence, hash } of options.witnesses ?? []) expected.set(sequence, hash)
  let head = GENESIS_HASH
  let entries = 0
  let brokenAt: number | undefined
  let reason: AuditVerification['reason']
  const emptied = new Set<number>()
  const noted = new Set<number>()
  for (const link of links) {
    entries++
    const redacted = redactedSequence(link)
    if (redacted !== undefined) noted.add(redacted)
    if (link.bytes.length === 0) emptied.add(link.sequence)
    if (brokenAt !== undefined) continue
    if (link.sequence !== entries) [brokenAt, reason] = [entries, 'missing']
    else if (!holds(link, head) || (expected.get(link.sequence) ?? link.hash) !== link.hash) [brokenAt, reason] = [link.sequence, 'altered']
    head = link.hash
  }
  const last = Math.max(options.highest ?? 0, ...expected.keys())
  if (brokenAt === undefined && last > entries) [brokenAt, reason] = [entries + 1, 'truncated']
  const unexplained = Math.min(...emptied.difference(noted))
  if (unexplained < (brokenAt ?? Infinity)) [brokenAt, reason] = [unexplained, 'altered']
  const redactedCount = emptied.intersection(noted).size
  return { entries, ok: brokenAt === undefined, head, ...(brokenAt === undefined ? {} : { brokenAt }), ...(reason === undefined ? {} : { reason }), ...(redactedCount === 0 ? {} : { redacted: redactedCount }) }
}

function holds(link: ChainLink, previousHash: string): boolean {
  const isContentRight = link.bytes.length === 0 || hashContent(link.bytes) === link.contentHash
  return link.previousHash === previousHash && isContentRight && hashEntry(previousHash, link.sequence, link.contentHash) === link.hash
}

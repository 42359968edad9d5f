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
 */
export function verifyChain(links: Iterable<ChainLink>, options: { readonly highest?: number; readonly witnesses?: Iterable<ChainWitness> } = {}): AuditVerification {
  const expected = new Map<number, string>()
  for (const { sequence, hash } of options.witnesses ?? []) expected.set(sequence, hash)
  let head = GENESIS_HASH
  let entries = 0
  let brokenAt: number | undefined
  let reason: AuditVerification['reason']
  for (const link of links) {
    entries++
    if (brokenAt !== undefined) continue
    if (link.sequence !== entries) [brokenAt, reason] = [entries, 'missing']
    else if (!holds(link, head) || (expected.get(link.sequence) ?? link.hash) !== link.hash) [brokenAt, reason] = [link.sequence, 'altered']
    head = link.hash
  }
  const last = Math.max(options.highest ?? 0, ...expected.keys())
  if (brokenAt === undefined && last > entries) [brokenAt, reason] = [entries + 1, 'truncated']
  return { entries, ok: brokenAt === undefined, head, ...(brokenAt === undefined ? {} : { brokenAt }), ...(reason === undefined ? {} : { reason }) }
}

function holds(link: ChainLink, previousHash: string): boolean {
  return link.previousHash === previousHash && hashContent(link.bytes) === link.contentHash && hashEntry(previousHash, link.sequence, link.contentHash) === link.hash
}

import { openZip } from './openZip.ts'

// A workbook's XML becomes about five times its size in memory.
export const MAX_EXPANDED_BYTES = 600_000_000

/** Expands every member once and keeps none. Throws LIMIT_EXCEEDED when they are too large together, DAMAGED_FILE when they cannot be expanded. */
export async function checkExpandedSize(bytes: Uint8Array, signal?: AbortSignal): Promise<void> {
  const zip = await openZip(bytes, { maxMembers: 50_000, maxExpandedBytes: MAX_EXPANDED_BYTES })
  for (const member of zip.members) {
    signal?.throwIfAborted()
    if (member.isDirectory) continue
    // Expanding is what counts; a member may be too large to hold.
    for await (const _ of zip.stream(member.name)) signal?.throwIfAborted()
  }
}

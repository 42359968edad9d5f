import { zipSync, type Zippable } from 'fflate'

/** A ZIP with the given members (path with `/` → content), compressed where it pays: pictures are so already. */
export function deflateZip(members: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const zippable: Zippable = {}
  for (const [name, bytes] of members) zippable[name] = [bytes, { level: name.endsWith('.png') ? 0 : 6 }]
  return zipSync(zippable)
}

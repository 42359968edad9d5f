import { zipSync } from 'fflate'

/** A ZIP with the given members, not compressed: for handing a mended package to a library that reads only packages. */
export function storeZip(members: ReadonlyMap<string, Uint8Array>): Uint8Array {
  return zipSync(Object.fromEntries(members), { level: 0 })
}

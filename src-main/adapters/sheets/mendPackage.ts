import { openZip } from '../archive/openZip.ts'
import { storeZip } from '../archive/storeZip.ts'

/**
 * A workbook package without the promises that it does not keep: parts listed in its content types or relationships that are
 * missing (files cut down by other programs) make the library give up, although the sheets are all there.
 */
export async function mendPackage(bytes: Uint8Array): Promise<Uint8Array> {
  const zip = await openZip(bytes)
  const members = new Map<string, Uint8Array>()
  for (const member of zip.members) {
    const content = member.isDirectory ? undefined : await zip.read(member.name)
    if (content !== undefined) members.set(member.name, content)
  }
  const types = members.get('[Content_Types].xml')
  if (types === undefined) return bytes
  const kept = new TextDecoder().decode(types).replace(/<(?:\w+:)?Override\b[^>]*\bPartName="([^"]*)"[^>]*\/>/g, (override, part: string) => (zip.has(part.replace(/^\//, '')) ? override : ''))
  members.set('[Content_Types].xml', new TextEncoder().encode(kept))
  return storeZip(members)
}

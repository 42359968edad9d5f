const FREE = 0xfffffffa

/**
 * Names of the streams and storages at the root of an OLE compound file (old Office, Outlook messages, encrypted new Office),
 * following [MS-CFB]. Only the root: a Word document that embeds a workbook holds a `Workbook` deeper down.
 */
export function compoundRootNames(bytes: Uint8Array): string[] {
  if (bytes.length < 512) return []
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const sectorShift = view.getUint16(30, true)
  if (sectorShift < 7 || sectorShift > 16) return []
  const sectorSize = 2 ** sectorShift
  const entries: { name: string; left: number; right: number; child: number }[] = []
  const seen = new Set<number>()
  // A damaged chain may loop; each sector is visited once.
  for (let sector = view.getUint32(48, true); sector < FREE && !seen.has(sector); sector = nextSector(view, sector, sectorSize)) {
    seen.add(sector)
    const start = (sector + 1) * sectorSize
    for (let at = start; at + 128 <= Math.min(start + sectorSize, bytes.length); at += 128) {
      const length = Math.max(0, Math.min(64, view.getUint16(at + 64, true)) - 2)
      entries.push({
        name: Buffer.from(bytes.buffer, bytes.byteOffset + at, length).toString('utf16le'),
        left: view.getUint32(at + 68, true), right: view.getUint32(at + 72, true), child: view.getUint32(at + 76, true),
      })
    }
  }
  const names: string[] = []
  const visited = new Set<number>()
  const pending = [entries[0]?.child ?? FREE]
  for (let index = pending.pop(); index !== undefined; index = pending.pop()) {
    const entry = entries[index]
    if (entry === undefined || visited.has(index)) continue
    visited.add(index)
    names.push(entry.name)
    pending.push(entry.left, entry.right)
  }
  return names
}

function nextSector(view: DataView, sector: number, sectorSize: number): number {
  const perSector = sectorSize / 4
  const fatIndex = Math.floor(sector / perSector)
  // The header lists the first 109 FAT sectors; a directory beyond them (files over 6.8 MB with tiny sectors) falls back to what was read.
  if (fatIndex >= 109) return FREE
  const at = (view.getUint32(76 + 4 * fatIndex, true) + 1) * sectorSize + 4 * (sector % perSector)
  return at + 4 <= view.byteLength ? view.getUint32(at, true) : FREE
}

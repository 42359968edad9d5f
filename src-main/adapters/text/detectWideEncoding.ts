type WideEncoding = 'utf-16le' | 'utf-16be' | 'utf-32le' | 'utf-32be'

/** Code units that texts of every script hold many of: space, line ends, digits, full stop, ideographic space, comma and full stop. */
const COMMON = new Set([0x20, 0x0a, 0x0d, 0x2e, 0x2c, 0x3000, 0x3001, 0x3002, 0xff0c, ...'0123456789etaoinrsl'].map((unit) => (typeof unit === 'number' ? unit : unit.charCodeAt(0))))

/**
 * UTF-16 or UTF-32 without a byte order mark, or `null`. UTF-32 shows by its range: every fourth byte is zero and values stay
 * below U+110000. UTF-16 shows by which byte order turns up the characters that all texts share.
 */
export function detectWideEncoding(bytes: Uint8Array): WideEncoding | null {
  if (bytes.length < 4) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (const isLittle of [true, false]) if (isUtf32(view, isLittle)) return isLittle ? 'utf-32le' : 'utf-32be'
  const units = Math.floor(view.byteLength / 2)
  const counts = [true, false].map((isLittle) => {
    let common = 0
    let broken = 0
    for (let index = 0; index < units; index++) {
      const unit = view.getUint16(index * 2, isLittle)
      if (COMMON.has(unit)) common++
      if (unit === 0 || (unit < 0x20 && unit !== 9 && unit !== 10 && unit !== 13) || unit === 0xffff || unit === 0xfffe) broken++
    }
    return { common, broken }
  })
  const [little, big] = counts
  if (little === undefined || big === undefined) return null
  const best = little.common >= big.common ? little : big
  const other = best === little ? big : little
  // Eight-bit text read two bytes at a time turns up almost none of the common units; so does binary data.
  if (best.common < Math.max(2, units * 0.04) || best.common < other.common * 4 || best.broken > units * 0.01) return null
  return best === little ? 'utf-16le' : 'utf-16be'
}

function isUtf32(view: DataView, isLittle: boolean): boolean {
  const units = Math.floor(view.byteLength / 4)
  if (units < 2 || view.byteLength % 4 !== 0) return false
  let invalid = 0
  for (let index = 0; index < units; index++) {
    const point = view.getUint32(index * 4, isLittle)
    if (point > 0x10ffff || point === 0 || (point >= 0xd800 && point <= 0xdfff)) invalid++
  }
  return invalid <= units * 0.02
}

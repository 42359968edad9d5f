import { createDecipheriv, createHash, timingSafeEqual } from 'node:crypto'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import { descendants, readXml, type XmlElement } from '../xml/readXml.ts'
import { openCompound } from './openCompound.ts'

// Excel locks "protected" workbooks with this well-known word, so that everyone may open them ([MS-OFFCRYPTO] 2.4.2.2 and practice).
const DEFAULT_PASSWORD = 'VelvetSweatshop'
// A file may ask for any number of hash rounds; Office writes 100,000.
const MAX_SPIN = 10_000_000
const SEGMENT_BYTES = 4_096
const BLOCK_KEYS = {
  verifierInput: [0xfe, 0xa7, 0xd2, 0x76, 0x3b, 0x4b, 0x9e, 0x79], verifierHash: [0xd7, 0xaa, 0x0f, 0x6d, 0x30, 0x61, 0x34, 0x4e], key: [0x14, 0x6e, 0x0b, 0xe7, 0xab, 0xac, 0xd0, 0xd6],
}

/**
 * The package inside a password-protected Office file ([MS-OFFCRYPTO], agile and standard encryption). Without a password the
 * default one is tried. Throws PASSWORD_NEEDED when none fits, DAMAGED_FILE, UNSUPPORTED_TYPE for rights management.
 */
export function decryptOffice(bytes: Uint8Array, password: string | undefined): Uint8Array {
  const compound = openCompound(bytes)
  const info = compound.stream('EncryptionInfo')
  const content = compound.stream('EncryptedPackage')
  if (info === undefined || content === undefined || info.length < 12 || content.length < 8) throw new AppError('PASSWORD_NEEDED')
  const isAgile = info[0] === 4 && info[2] === 4
  for (const candidate of password === undefined ? [DEFAULT_PASSWORD] : [password, DEFAULT_PASSWORD]) {
    const decrypted = isAgile ? decryptAgile(info, content, candidate) : decryptStandard(info, content, candidate)
    if (decrypted !== null) return decrypted
  }
  throw new AppError('PASSWORD_NEEDED')
}

function decryptAgile(info: Uint8Array, content: Uint8Array, password: string): Uint8Array | null {
  const { root } = readXml(info.subarray(8))
  const data = descendants(root, 'keyData')[0]
  const lock = descendants(root, 'encryptedKey')[0]
  if (data === undefined || lock === undefined) throw new AppError('UNSUPPORTED_TYPE', 'This file is locked by rights management, not by a password.')
  const hashName = text(lock, 'hashAlgorithm').replace('-', '').toLowerCase()
  const spinCount = Number(text(lock, 'spinCount'))
  if (!(spinCount >= 0 && spinCount <= MAX_SPIN)) throw new AppError('DAMAGED_FILE')
  const salt = binary(lock, 'saltValue')
  const hash = (...parts: Uint8Array[]): Buffer => parts.reduce((sum, part) => sum.update(part), createHash(hashName)).digest()
  let spun = hash(salt, Buffer.from(password, 'utf16le'))
  for (let round = 0; round < spinCount; round++) spun = hash(uint32(round), spun)
  const keyBytes = Number(text(lock, 'keyBits')) / 8
  const unlock = (blockKey: readonly number[], value: Buffer): Buffer => decipher('cbc', fit(hash(spun, Buffer.from(blockKey)), keyBytes), fit(salt, Number(text(lock, 'blockSize'))), value)
  const expected = unlock(BLOCK_KEYS.verifierHash, binary(lock, 'encryptedVerifierHashValue'))
  const actual = hash(unlock(BLOCK_KEYS.verifierInput, binary(lock, 'encryptedVerifierHashInput')).subarray(0, Number(text(lock, 'saltSize'))))
  if (!timingSafeEqual(actual, fit(expected, actual.length))) return null
  const key = unlock(BLOCK_KEYS.key, binary(lock, 'encryptedKeyValue')).subarray(0, keyBytes)
  const dataSalt = binary(data, 'saltValue')
  const dataHash = text(data, 'hashAlgorithm').replace('-', '').toLowerCase()
  const segments: Buffer[] = []
  for (let at = 8, index = 0; at < content.length; at += SEGMENT_BYTES, index++) {
    const vector = fit(createHash(dataHash).update(dataSalt).update(uint32(index)).digest(), Number(text(data, 'blockSize')))
    segments.push(decipher('cbc', key, vector, content.subarray(at, Math.min(content.length, at + SEGMENT_BYTES))))
  }
  return cut(Buffer.concat(segments), content)
}

function decryptStandard(info: Uint8Array, content: Uint8Array, password: string): Uint8Array | null {
  const view = new DataView(info.buffer, info.byteOffset, info.byteLength)
  const verifierAt = 12 + view.getUint32(8, true)
  if (verifierAt + 72 > info.length) throw new AppError('DAMAGED_FILE')
  const keyBytes = view.getUint32(12 + 16, true) / 8 || 16
  const sha1 = (...parts: Uint8Array[]): Buffer => parts.reduce((sum, part) => sum.update(part), createHash('sha1')).digest()
  let spun = sha1(info.subarray(verifierAt + 4, verifierAt + 20), Buffer.from(password, 'utf16le'))
  for (let round = 0; round < 50_000; round++) spun = sha1(uint32(round), spun)
  const final = sha1(spun, uint32(0))
  const derive = (fill: number): Buffer => sha1(Buffer.alloc(64, fill).map((byte, index) => byte ^ (final[index] ?? 0)))
  const key = Buffer.concat([derive(0x36), derive(0x5c)]).subarray(0, keyBytes)
  const verifier = decipher('ecb', key, null, info.subarray(verifierAt + 20, verifierAt + 36))
  const expected = decipher('ecb', key, null, info.subarray(verifierAt + 40, verifierAt + 72)).subarray(0, 20)
  if (!timingSafeEqual(sha1(verifier), expected)) return null
  return cut(decipher('ecb', key, null, content.subarray(8)), content)
}

function decipher(mode: 'cbc' | 'ecb', key: Buffer, vector: Buffer | null, value: Uint8Array): Buffer {
  const aes = createDecipheriv(`aes-${key.length * 8}-${mode}`, key, vector).setAutoPadding(false)
  const whole = value.subarray(0, value.length - (value.length % 16))
  return Buffer.concat([aes.update(whole), aes.final()])
}

/** The stream begins with the package's real length; what follows it is padding. */
function cut(decrypted: Buffer, content: Uint8Array): Uint8Array {
  const length = Number(new DataView(content.buffer, content.byteOffset).getBigUint64(0, true))
  return new Uint8Array(decrypted.subarray(0, Math.min(length, decrypted.length)))
}

/** Cut, or filled up with 0x36, to a length ([MS-OFFCRYPTO] 2.3.4.11). */
function fit(value: Buffer, length: number): Buffer {
  return value.length >= length ? value.subarray(0, length) : Buffer.concat([value, Buffer.alloc(length - value.length, 0x36)])
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

function text(element: XmlElement, name: string): string { return element.attributes[name] ?? '' }
function binary(element: XmlElement, name: string): Buffer { return Buffer.from(text(element, name), 'base64') }

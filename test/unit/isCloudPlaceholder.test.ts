import { expect, it } from 'vitest'
import { isCloudPlaceholder } from '../../src-main/adapters/node/isCloudPlaceholder.ts'

it.each([
  ['win32', 80_000, 0, true], ['darwin', 80_000, 0, true], ['win32', 80_000, 160, false],
  // Kept inside the directory by NTFS; a network file system that counts no blocks.
  ['win32', 600, 0, false], ['linux', 80_000, 0, false],
] as const)('on %s, %i bytes in %i blocks: %s', (platform, size, blocks, expected) => {
  expect(isCloudPlaceholder({ size, blocks }, platform)).toBe(expected)
})

import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCanvas, loadImage } from '@napi-rs/canvas'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { drawPage } from '../../../src-main/adapters/parsing/drawPage.ts'
import type { DrawRequest } from '../../../src-main/core/ports/PageDrawer.ts'

let folder: string
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'footnote-draw-')) })
afterAll(() => rm(folder, { recursive: true }))

async function request(name: string, bytes: Uint8Array, more: Partial<DrawRequest> = {}): Promise<DrawRequest> {
  const path = join(folder, name)
  await writeFile(path, bytes)
  return { task: 'draw', path, mediaType: 'image/png', sha256: createHash('sha256').update(bytes).digest('hex'), page: 1, boxes: [], timeoutMs: 1000, ...more }
}

function whitePicture(width: number, height: number): Promise<Uint8Array> {
  const canvas = createCanvas(width, height)
  const context = canvas.getContext('2d')
  context.fillStyle = 'white'
  context.fillRect(0, 0, width, height)
  return canvas.encode('png')
}

test.each([[400, 300, 1], [3600, 2400, 0.833]] as const)('a picture of %d × %d is drawn with its boxes marked at scale %d', async (width, height, scale) => {
  const result = await drawPage(await request(`${width}.png`, await whitePicture(width, height), { boxes: [[width / 4, height / 4, width / 2, height / 2]] }))
  if (!result.ok) throw new Error(result.error.message)
  expect(result.scale).toBeCloseTo(scale)
  const image = await loadImage(Buffer.from(result.png))
  expect([image.width, image.height]).toEqual([width, height].map((side) => Math.round(side * result.scale)))
  const context = createCanvas(image.width, image.height).getContext('2d')
  context.drawImage(image, 0, 0)
  const at = (x: number, y: number) => [...context.getImageData(Math.round(x * image.width), Math.round(y * image.height), 1, 1).data].slice(0, 3)
  expect(at(0.375, 0.375)).toEqual([255, 228, 92])
  expect(at(0.75, 0.75)).toEqual([255, 255, 255])
})

test('what cannot be drawn is a result with its reason', async () => {
  const picture = await whitePicture(10, 10)
  const codeOf = async (wanted: DrawRequest) => { const result = await drawPage(wanted); return result.ok ? 'ok' : result.error.code }
  expect(await codeOf(await request('other.png', picture, { sha256: '0'.repeat(64) }))).toBe('CHANGED_WHILE_READ')
  expect(await codeOf({ ...await request('gone.png', picture), path: join(folder, 'nowhere.png') })).toBe('UNREADABLE')
  expect(await codeOf(await request('text.txt', new TextEncoder().encode('text'), { mediaType: 'text/plain' }))).toBe('UNSUPPORTED_TYPE')
  expect(await codeOf(await request('damaged.png', new TextEncoder().encode('no picture')))).toBe('DAMAGED_FILE')
  expect(await codeOf(await request('damaged.pdf', new TextEncoder().encode('no PDF'), { mediaType: 'application/pdf' }))).toBe('DAMAGED_FILE')
})

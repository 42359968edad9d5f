import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import UTIF from 'utif2'
import { narrowAnchor } from '../../../src-shared/domain/narrowAnchor.ts'
import { parseImage } from '../../../src-main/adapters/canvas/parseImage.ts'
import { parsePdf } from '../../../src-main/adapters/pdfjs/parsePdf.ts'
import { TesseractOcrEngine } from '../../../src-main/adapters/tesseract/TesseractOcrEngine.ts'
import { LETTER, makePicture, picturePixels } from './makePicture.ts'
import { makePdf } from './makePdf.ts'
import { makeTiff } from './makeTiff.ts'

let ocr: TesseractOcrEngine
const realFetch = globalThis.fetch
beforeAll(() => {
  ocr = new TesseractOcrEngine({ languages: ['eng', 'xyz'] })
  globalThis.fetch = () => { throw new Error('the network was used') }
})
afterAll(async () => {
  globalThis.fetch = realFetch
  await ocr.close()
})

const plain = (text: string): string => text.replace(/\s+/g, ' ')
const EXPECTED = LETTER.join(' ')

describe('OCR', () => {
  test.each(['png', 'jpeg', 'webp'] as const)('reads a %s with a box for each word in pixels of the picture', async (format) => {
    const { units: [unit] } = await parseImage(await makePicture(LETTER, { format }), { name: `a.${format}`, maxPages: 10, ocr })
    if (unit === undefined) throw new Error('no unit')
    expect(unit).toMatchObject({ kind: 'image', source: 'ocr', width: 1000, height: 600 })
    expect(plain(unit.text)).toBe(EXPECTED)
    expect(unit.confidence).toBeGreaterThan(0.8)
    const at = unit.text.indexOf('quarterly')
    const anchor = narrowAnchor(unit, at, at + 'quarterly'.length)
    const [left = 0, top = 0, right = 0, bottom = 0] = anchor.kind === 'image' ? anchor.boxes[0] ?? [] : []
    expect(left).toBeGreaterThan(140)
    expect(right).toBeLessThan(320)
    expect(top).toBeGreaterThan(60)
    expect(bottom).toBeLessThan(115)
  })

  test('reads light letters on a dark band, as the heads of printed tables are', async () => {
    const { units: [unit] } = await parseImage(await makePicture(LETTER, { band: 'Region Quarter Revenue Margin' }), { name: 'a.png', maxPages: 10, ocr })
    expect(plain(unit?.text ?? '')).toBe(`${EXPECTED} Region Quarter Revenue Margin`)
  })

  test.each([90, 180, 270] as const)('reads a picture that is turned by %i degrees, with boxes where the words stand in it', async (turn) => {
    const { units: [unit] } = await parseImage(await makePicture(LETTER, { turn }), { name: 'a.png', maxPages: 10, ocr })
    if (unit === undefined) throw new Error('no unit')
    expect(plain(unit.text)).toBe(EXPECTED)
    const at = unit.text.indexOf('quarterly')
    const anchor = narrowAnchor(unit, at, at + 'quarterly'.length)
    const [left = 0, top = 0] = anchor.kind === 'image' ? anchor.boxes[0] ?? [] : []
    // The first line, near the start of the text: top right when turned clockwise, bottom right upside down, bottom left the other way.
    const expected = { 90: { left: true, top: false }, 180: { left: true, top: true }, 270: { left: false, top: true } }[turn]
    expect({ left: left > (unit.width ?? 0) / 2, top: top > (unit.height ?? 0) / 2 }).toEqual(expected)
  })

  test.each([[0, 4], [0, -3], [180, 2]] as const)('reads a picture turned by %i degrees and laid askew by %i', async (turn, skew) => {
    const { units: [unit] } = await parseImage(await makePicture(LETTER, { turn, skew }), { name: 'a.png', maxPages: 10, ocr })
    expect(plain(unit?.text ?? '')).toBe(EXPECTED)
  })

  test('reads the pages of a TIFF one by one', async () => {
    const { width, height, pixels } = picturePixels()
    const single = new Uint8Array(UTIF.encodeImage(new Uint8Array(pixels), width, height))
    const { units } = await parseImage(single, { name: 'a.tif', maxPages: 10, ocr })
    expect(units.map((unit) => unit.kind)).toEqual(['image'])
    expect(plain(units[0]?.text ?? '')).toBe(EXPECTED)
  })

  test('a TIFF of several pages gives a page unit each, also for the blank one: a fax must not lose a sheet', async () => {
    const bytes = makeTiff([LETTER, [], ['The second annex names', 'the bank in Rotterdam.']])
    const { units } = await parseImage(bytes, { name: 'fax.tif', maxPages: 10, ocr })
    expect(units.map(({ kind, label, source }) => ({ kind, label, source }))).toEqual([
      { kind: 'page', label: 'page 1', source: 'ocr' }, { kind: 'page', label: 'page 2', source: 'empty' }, { kind: 'page', label: 'page 3', source: 'ocr' },
    ])
    expect(units.map((unit) => plain(unit.text))).toEqual([EXPECTED, '', 'The second annex names the bank in Rotterdam.'])
    const third = units[2]
    if (third === undefined) throw new Error('no third page')
    expect(narrowAnchor(third, 0, 3)).toMatchObject({ kind: 'page', page: 3 })
    await expect(parseImage(bytes, { name: 'fax.tif', maxPages: 2, ocr })).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' })
  })

  test('decides for each page of a PDF by itself: the scan is read, its neighbours keep their text', async () => {
    const picture = await makePicture()
    const bytes = await makePdf((pdf) => {
      pdf.text('A page with a text layer, which is read as it is.')
      pdf.addPage().image(Buffer.from(picture), 0, 0, { width: 595 })
      pdf.addPage().text('The last page has a text layer too.')
    })
    const { units } = await parsePdf(bytes, { name: 'a.pdf', maxPages: 10, ocr })
    expect(units.map((unit) => unit.source)).toEqual(['text', 'ocr', 'text'])
    const [, scan] = units
    expect(plain(scan?.text ?? '')).toBe(EXPECTED)
    // Boxes are points of the page: the picture of 1000 pixels is drawn 595 points wide.
    const place = scan?.segments[0]?.place
    expect(place?.kind === 'page' ? place.box[0] : 0).toBeCloseTo(80 * 0.595, -0.5)
  })

  test('a picture without text is empty, with the reason; a broken one is DAMAGED_FILE', async () => {
    const { units: [unit] } = await parseImage(await makePicture([]), { name: 'a.png', maxPages: 10, ocr })
    expect(unit).toMatchObject({ source: 'empty', note: 'No text was found in the picture.' })
    await expect(parseImage(new Uint8Array([0x89, 0x50, 0x4e, 0x47, 1, 2, 3]), { name: 'b.png', maxPages: 10, ocr })).rejects.toMatchObject({ code: 'DAMAGED_FILE' })
  })

  test('an aborted reading rejects at once, and the engine reads the next picture', async () => {
    const controller = new AbortController()
    const { width, height, pixels } = picturePixels()
    const reading = ocr.recognise({ width, height, pixels }, { signal: controller.signal })
    controller.abort()
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' })
    expect((await ocr.recognise({ width, height, pixels })).words.length).toBeGreaterThan(30)
  })
})

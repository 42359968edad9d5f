/** Draws the application's icons: the brand's letter on paper with its footnote. `node resources/packaging/makeIcons.ts`, after a change of the drawing. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { createCanvas, GlobalFonts } from '@napi-rs/canvas'

const folder = path.join(import.meta.dirname, '..', 'icons')
const require = createRequire(import.meta.url)
GlobalFonts.registerFromPath(path.join(path.dirname(require.resolve('pdfjs-dist/package.json')), 'standard_fonts', 'LiberationSans-Bold.ttf'), 'Icon Sans')
GlobalFonts.registerFromPath(path.join(path.dirname(require.resolve('@fontsource-variable/source-serif-4/package.json')), 'files', 'source-serif-4-latin-wght-normal.woff2'), 'Icon Serif')

/** Paper, the serif F of the name, and the footnote's chip in the accent's colour: the colours of `tokens.css`. */
function draw(size: number): Buffer {
  const canvas = createCanvas(size, size)
  const context = canvas.getContext('2d')
  const unit = size / 64
  context.fillStyle = '#fbfaf7'
  context.beginPath()
  context.roundRect(3 * unit, 3 * unit, 58 * unit, 58 * unit, 13 * unit)
  context.fill()
  context.strokeStyle = '#cfc9ba'
  context.lineWidth = Math.max(1, unit)
  context.stroke()
  context.fillStyle = '#1f1d1a'
  context.font = `600 ${42 * unit}px "Icon Serif"`
  context.textAlign = 'center'
  context.fillText('F', 24.5 * unit, 48 * unit)
  context.fillStyle = '#1f5f5b'
  context.beginPath()
  context.roundRect(41 * unit, 11 * unit, 16 * unit, 17 * unit, 4 * unit)
  context.fill()
  context.fillStyle = '#fbfaf7'
  context.font = `${13 * unit}px "Icon Sans"`
  context.fillText('1', 49 * unit, 24 * unit)
  return canvas.toBuffer('image/png')
}

mkdirSync(folder, { recursive: true })
for (const [name, size] of [['icon', 1024], ['tray', 32], ['tray@2x', 64]] as const) writeFileSync(path.join(folder, `${name}.png`), draw(size))

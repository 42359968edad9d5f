import type { Box } from '../../../src-shared/domain/anchor.ts'
import type { OcrFrame } from '../ports/OcrEngine.ts'
import { turnBack } from './boxes.ts'

/** A box of the frame as a box of the raster that was read. */
export function frameToRaster(frame: OcrFrame, box: Box): Box {
  const level = frame.skew === 0 ? box : rotateBox(box, frame.skew, frame.width / 2, frame.height / 2)
  const onSide = frame.turn === 90 || frame.turn === 270
  return turnBack(level, frame.turn, onSide ? frame.height : frame.width, onSide ? frame.width : frame.height)
}

/** Turns the box's own axis about the middle; keeps its height, since a slanted hull would cover the lines above and below. */
function rotateBox(box: Box, radians: number, middleX: number, middleY: number): Box {
  const centreX = (box[0] + box[2]) / 2 - middleX
  const centreY = (box[1] + box[3]) / 2 - middleY
  const x = middleX + centreX * Math.cos(radians) - centreY * Math.sin(radians)
  const y = middleY + centreX * Math.sin(radians) + centreY * Math.cos(radians)
  const halfWidth = ((box[2] - box[0]) / 2) * Math.cos(radians)
  const halfHeight = (box[3] - box[1]) / 2 + Math.abs(Math.sin(radians)) * Math.min(halfWidth, box[3] - box[1])
  return [x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight]
}

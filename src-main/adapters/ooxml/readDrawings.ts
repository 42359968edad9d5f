import type { EmbeddedFile, ParseWarning } from '../../../src-shared/domain/document.ts'
import type { Block } from '../../core/reading/block.ts'
import type { FormatInput } from '../parsing/ParseFileRequest.ts'
import { readPictureText } from '../parsing/readPictureText.ts'
import { descendants, textContent } from '../xml/readXml.ts'
import { chartBlocks } from './chartBlocks.ts'
import type { OfficePackage, Relationship } from './openPackage.ts'

export interface Drawings {
  readonly blocks: ReadonlyMap<string, readonly Block[]>
  readonly embedded: readonly EmbeddedFile[]
  readonly warnings: readonly ParseWarning[]
}

/**
 * What a document or slide shows through its relationships: words in pictures (when there is OCR), values of charts, lines of
 * diagrams, and files embedded as objects. By relationship id.
 */
export async function readDrawings(file: OfficePackage, relationships: ReadonlyMap<string, Relationship>, input: FormatInput): Promise<Drawings> {
  const blocks = new Map<string, readonly Block[]>()
  const embedded: EmbeddedFile[] = []
  const warnings: ParseWarning[] = []
  for (const [id, { type, target, isExternal }] of relationships) {
    input.signal?.throwIfAborted()
    if (isExternal) continue
    if (type === 'chart' || type === 'chartEx') {
      const root = await file.xml(target)
      if (root !== undefined) blocks.set(id, chartBlocks(root))
    } else if (type === 'diagramData') {
      const root = await file.xml(target)
      if (root !== undefined) blocks.set(id, descendants(root, 'pt').map((point) => ({ kind: 'text', role: 'list', text: descendants(point, 'p').map(textContent).join('\n') })))
    } else if (type === 'image' && input.ocr !== null) {
      const bytes = await file.zip.read(target)
      if (bytes !== undefined) blocks.set(id, await readPictureText(bytes, target, input, warnings))
    } else if (type === 'package') {
      const bytes = await file.zip.read(target)
      if (bytes !== undefined) embedded.push({ name: target.replace(/^.*\//, ''), bytes })
    } else if (type === 'oleObject' || type === 'aFChunk') {
      warnings.push({ code: 'OBJECT_SKIPPED', message: `The embedded object ${target.replace(/^.*\//, '')} was not read.` })
    }
  }
  return { blocks, embedded, warnings }
}

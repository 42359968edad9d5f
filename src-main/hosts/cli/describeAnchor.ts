import type { Anchor } from '../../../src-shared/domain/anchor.ts'

/** Where a quote stands, as a person says it: `page 3`, `Sheet1!B4:D9`, `lines 10–12`. */
export function describeAnchor(anchor: Anchor): string {
  switch (anchor.kind) {
    case 'page': return `page ${anchor.page}`
    case 'image': return 'picture'
    case 'cells': return `${anchor.sheet}!${anchor.range}`
    case 'slide': return `slide ${anchor.slide}`
    case 'section': return anchor.headings.at(-1) ?? `paragraph ${anchor.paragraph}`
    case 'lines': return anchor.startLine === anchor.endLine ? `line ${anchor.startLine}` : `lines ${anchor.startLine}–${anchor.endLine}`
    case 'message': return anchor.part
    default: return anchor satisfies never
  }
}

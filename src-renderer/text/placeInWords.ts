import type { Anchor } from '../../src-shared/domain/anchor.ts'

/** Where a quote stands, as a person would say it: `page 41`, `Covenants!C18`, `lines 3–5`. */
export function placeInWords(anchor: Anchor): string {
  switch (anchor.kind) {
    case 'page': return `page ${anchor.page}`
    case 'image': return 'picture'
    case 'cells': return `${anchor.sheet}!${anchor.range}`
    case 'slide': return `slide ${anchor.slide}`
    case 'section': {
      const heading = anchor.headings.at(-1)
      return heading === undefined ? `paragraph ${anchor.paragraph}` : `${heading}, paragraph ${anchor.paragraph}`
    }
    case 'lines': return anchor.startLine === anchor.endLine ? `line ${anchor.startLine}` : `lines ${anchor.startLine}–${anchor.endLine}`
    case 'message': return [anchor.part, anchor.date?.slice(0, 10), anchor.from].filter((part) => part !== undefined && part !== '').join(' · ')
    default: return anchor satisfies never
  }
}

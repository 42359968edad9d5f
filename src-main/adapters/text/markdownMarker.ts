import type { LineMark, LineMarker } from './composeLines.ts'
import { followTables } from './markdownTable.ts'

const FENCE = /^\s*(```|~~~)/
const ATX_HEADING = /^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*$/
const LIST_ITEM = /^\s*([-*+]|\d{1,3}[.)])\s+/

/** Marks lines of Markdown (CommonMark's block rules, as far as they decide headings, lists, tables and code). */
export function markdownMarker(): LineMarker {
  let fence: string | null = null
  let path: { readonly level: number; readonly text: string }[] = []
  let isSetextTitle = false
  const tableAt = followTables()
  const headings = (): Pick<LineMark, 'headings'> => (path.length === 0 ? {} : { headings: path.map((heading) => heading.text) })
  const heading = (level: number, text: string): LineMark => {
    path = [...path.filter((entry) => entry.level < level), { level, text: plainText(text) }]
    return { role: 'heading', startsBlock: true, ...headings() }
  }
  return (line, next) => {
    const opening = FENCE.exec(line)?.[1]
    if (opening !== undefined && (fence === null || fence === opening)) {
      fence = fence === null ? opening : null
      return { role: 'code', ...headings(), ...(fence === null ? {} : { startsBlock: true }) }
    }
    if (fence !== null) return { role: 'code', ...headings() }
    const atx = ATX_HEADING.exec(line)
    if (atx !== null) return heading((atx[1] ?? '#').length, atx[2] ?? '')
    if (isSetextTitle) {
      isSetextTitle = false
      return { role: 'heading', ...headings() }
    }
    if (/\S/.test(line) && /^ {0,3}(=+|-{2,})\s*$/.test(next) && !/^\s*[|>#-]/.test(line) && !LIST_ITEM.test(line)) {
      isSetextTitle = true
      return heading(next.includes('=') ? 1 : 2, line)
    }
    const { isRow, ...header } = tableAt(line, next)
    if (isRow) return { role: 'table', ...headings(), ...header }
    if (LIST_ITEM.test(line)) return { role: 'list', ...headings() }
    if (/^\s*>/.test(line)) return { role: 'quoted', ...headings() }
    return { role: 'paragraph', ...headings() }
  }
}

/** A heading as a person reads it: without emphasis marks, code marks and link targets. */
function plainText(text: string): string {
  return text.replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/[*_`]+(\S(?:.*?\S)?)[*_`]+/g, '$1').trim()
}

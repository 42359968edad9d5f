import { describe, expect, test } from 'vitest'
import { layoutPage } from '../../../../src-main/core/reading/layoutPage.ts'
import { lineText } from '../../../../src-main/core/reading/groupLines.ts'
import { findMargins, recogniseMargins } from '../../../../src-main/core/reading/recogniseMargins.ts'
import { countLetterSizes, recogniseHeadings, toBookmarks, type OutlineEntry } from '../../../../src-main/core/reading/recogniseHeadings.ts'
import type { PageBlock } from '../../../../src-main/core/reading/PageBlock.ts'
import { line, page } from './pageWords.ts'

const HEIGHT = 800

function pages(count: number, header: (number: number) => string, footer: (number: number) => string): PageBlock[][] {
  return Array.from({ length: count }, (_, index) =>
    layoutPage(page([...line(header(index + 1), 50, 40), ...line(`Body text of page number ${'abcdefgh'[index]} goes here`, 50, 300), ...line(footer(index + 1), 290, 780)])))
}

function parted(documents: readonly PageBlock[][]): PageBlock[][] {
  const margins = documents.map((blocks) => findMargins(blocks, HEIGHT))
  return documents.map((blocks, index) => recogniseMargins(blocks, margins[index] ?? new Map(), margins.filter((_, other) => other !== index).map((each) => [...each.values()])))
}

function headingsOf(blocks: readonly PageBlock[], outline: readonly OutlineEntry[] = []): PageBlock[] {
  const letters = { characters: new Map<number, number>(), short: new Set<number>() }
  countLetterSizes(letters, blocks)
  return recogniseHeadings(blocks, 1, toBookmarks(outline), letters).filter((block) => block.role === 'heading')
}

describe('running headers and footers', () => {
  test('a line that repeats on neighbouring pages is a header, first on its page; digits may differ', () => {
    const [, second] = parted(pages(3, (number) => `Annual report 2023, part ${number}`, (number) => String(number)))
    expect(second?.map((block) => block.role)).toEqual(['pageHeader', 'paragraph', 'pageFooter'])
  })

  test('a line at the top that stands on one page only is text', () => {
    const titles = ['A beginning', 'The middle', 'At the end']
    const found = parted(pages(3, (number) => titles[number - 1] ?? '', (number) => `Page ${number} of 3`))
    expect(found.map((blocks) => blocks[0]?.role)).toEqual(['paragraph', 'paragraph', 'paragraph'])
  })

  test('a page number alone at the foot is a footer even on a single page', () => {
    expect(parted(pages(1, () => 'Only page', () => '- 7 -'))[0]?.at(-1)?.role).toBe('pageFooter')
  })

  test('a line below text is no header, however often it repeats: it belongs to the table or list under it', () => {
    const found = parted(['First', 'Second', 'Third'].map((name) => layoutPage(page([
      ...line(`${name} quarter: results by segment are as follows`, 50, 60), ...line('Three Months Ended', 300, 75), ...line('Body of the page', 50, 300),
    ]))))
    expect(found[1]?.map((block) => block.role)).not.toContain('pageHeader')
  })

  test('what stands in one row with a page number at the top of a page is its running title', () => {
    const [found = []] = parted([layoutPage(page([...line('Chapter 3 | Derivatives', 50, 40), ...line('273', 540, 40), ...line('Body text goes here', 50, 300)]))])
    expect(found.filter((block) => block.role === 'pageHeader').map((block) => block.lines.map(lineText).join(' '))).toEqual(['Chapter 3 | Derivatives 273'])
  })

  test('the stamp of an archive is no text; a title with a year at the top of a page is', () => {
    const [found = []] = parted([layoutPage(page([...line('Annual report 2023', 50, 50), ...line('Body text goes here', 50, 300), ...line('Downloaded from http://example.org on July 12, 2017', 50, 780)]))])
    expect(found.map((block) => [block.role, block.lines.map(lineText).join(' ')])).toEqual([
      ['paragraph', 'Annual report 2023'], ['paragraph', 'Body text goes here'], ['pageFooter', 'Downloaded from http://example.org on July 12, 2017'],
    ])
  })

  test('a page number under a half-empty page is known by its neighbours', () => {
    const found = parted([19, 20, 21].map((number) => layoutPage(page([...line('Body text goes here', 50, 100), ...line(String(number), 290, 420)]))))
    expect(found[1]?.at(-1)?.role).toBe('pageFooter')
  })
})

describe('headings', () => {
  test('larger letters are headings, the largest first; sentences in large letters are not', () => {
    const blocks = layoutPage(page([
      ...line('A large title', 50, 60, { size: 20 }), ...line('A smaller heading', 50, 100, { size: 14 }),
      ...line('This is a remark in large letters, which ends as a sentence does.', 50, 140, { size: 14 }),
      ...Array.from({ length: 8 }, (_, index) => line('Plain text fills most of the page and sets the size of the body', 50, 180 + index * 12)).flat(),
    ]))
    const headings = headingsOf(blocks)
    expect(headings.map((block) => [block.level, block.lines.map(lineText).join(' ')])).toEqual([[1, 'A large title'], [2, 'A smaller heading']])
  })

  test('a bookmark makes its line a heading of the bookmark’s level', () => {
    const blocks = layoutPage(page([...line('3.2 Methods', 50, 60), ...Array.from({ length: 4 }, (_, index) => line('Plain text below the heading of this part', 50, 100 + index * 12)).flat()]))
    expect(headingsOf(blocks, [{ title: '3.2  Methods', level: 2, page: 1 }])[0]).toMatchObject({ role: 'heading', level: 2 })
  })
})

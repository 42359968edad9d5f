import { openZip } from '../archive/openZip.ts'
import { plainAttribute } from './nameSheetsPlainly.ts'

/**
 * Names of the hidden sheets of an OpenDocument workbook: those whose table style is not displayed (ISO 26300-1, 20.303 `table:display`). The library that reads the
 * cells does not look at styles of tables. Empty for other files.
 */
export async function hiddenTables(bytes: Uint8Array): Promise<ReadonlySet<string>> {
  const content = await (await openZip(bytes)).read('content.xml')
  if (content === undefined) return new Set()
  const xml = new TextDecoder().decode(content)
  const styles = new Set<string>()
  for (const [, attributes = '', inner = ''] of xml.matchAll(/<style:style\s([^>]*style:family="table"[^>]*)>(.*?)<\/style:style>/gs)) {
    if (/<style:table-properties\s[^>]*table:display="false"/.test(inner)) styles.add(attribute(attributes, 'style:name'))
  }
  if (styles.size === 0) return styles
  return new Set([...xml.matchAll(/<table:table\s([^>]*)>/g)].flatMap(([, attributes = '']) => (styles.has(attribute(attributes, 'table:style-name')) ? [attribute(attributes, 'table:name')] : [])))
}

function attribute(attributes: string, name: string): string {
  return plainAttribute(new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(attributes)?.[1] ?? '')
}

/** Where tesseract's name of a language says more than the language: its script. */
const SCRIPTS: Readonly<Record<string, string>> = { chi_sim: 'zh-Hans', chi_tra: 'zh-Hant', aze_cyrl: 'az-Cyrl', uzb_cyrl: 'uz-Cyrl', srp_latn: 'sr-Latn', frk: 'de-Latf', deu_frak: 'de-Latf', deu_latf: 'de-Latf' }

const names = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' })

/** A language of scans as a person calls it: `German` for `deu`, `Simplified Chinese` for `chi_sim`; its code where nobody knows a name. */
export function ocrLanguageName(code: string): string {
  const isVertical = code.endsWith('_vert')
  const plain = isVertical ? code.slice(0, -'_vert'.length) : code
  const name = nameOf(SCRIPTS[plain] ?? plain.split('_')[0] ?? plain)
  const notes = [...(plain.includes('_') && SCRIPTS[plain] === undefined ? [plain.slice(plain.indexOf('_') + 1)] : []), ...(isVertical ? ['vertical'] : [])]
  return name === undefined ? code : `${name}${notes.length === 0 ? '' : ` (${notes.join(', ')})`}`
}

/** `English` for `en`; the tag itself where nobody knows a name. */
export function languageName(tag: string): string {
  return nameOf(tag) ?? tag
}

function nameOf(tag: string): string | undefined {
  try {
    return names.of(tag)
  } catch {
    return undefined
  }
}

import { TesseractOcrEngine } from '../../adapters/tesseract/TesseractOcrEngine.ts'
import type { OcrEngine } from '../../core/ports/OcrEngine.ts'

/**
 * The OCR engine of this thread, kept from file to file: starting it takes longer than reading a page. Other languages replace it, because a
 * WebAssembly heap each would add up over the workers.
 */
export function createOcrEngines(ocrFolders: readonly string[]): (languages: readonly string[]) => OcrEngine {
  let current: { readonly key: string; readonly engine: OcrEngine } | undefined
  return (languages) => {
    const key = languages.join('+')
    if (current?.key === key) return current.engine
    void current?.engine.close()
    current = { key, engine: new TesseractOcrEngine({ languages, languageFolders: ocrFolders }) }
    return current.engine
  }
}

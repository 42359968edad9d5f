import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * The folder of `package.json`: the root of the checkout, or of the packaged application. Sources lie three levels below it, the bundle two
 * or three (`out/main/chunks`), so it is looked for upwards instead of being counted.
 */
export function appRoot(ownUrl: string = import.meta.url): string {
  const start = dirname(fileURLToPath(ownUrl))
  for (let folder = start; ; folder = dirname(folder)) {
    // Synchronous: at most five looks, once, before anything runs.
    if (existsSync(join(folder, 'package.json'))) return folder
    if (folder === dirname(folder)) throw new Error(`No package.json above ${start}.`)
  }
}

/** Bundled models, OCR data and licences. */
export function resourcesDir(root: string = appRoot()): string {
  // A packaged application keeps what native code maps into memory outside its archive.
  return join(root.replace(/\.asar$/, '.asar.unpacked'), 'resources')
}

/** The built window. */
export function rendererDir(root: string = appRoot()): string {
  return join(root, 'out', 'renderer')
}

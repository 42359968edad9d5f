import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import type { Plugin } from 'vite'

const from = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Character maps, standard fonts, colour profiles and image decoders, which pdf.js fetches by name from beside the page; nothing comes from elsewhere. */
function pdfjsAssets(): Plugin {
  return {
    name: 'pdfjs-assets',
    generateBundle() {
      for (const folder of ['cmaps', 'standard_fonts', 'iccs', 'wasm']) {
        for (const file of readdirSync(from(`node_modules/pdfjs-dist/${folder}`))) {
          this.emitFile({ type: 'asset', fileName: `pdfjs/${folder}/${file}`, source: readFileSync(from(`node_modules/pdfjs-dist/${folder}/${file}`)) })
        }
      }
    },
  }
}

/**
 * Every entry by name: the tool only finds its own folder names by itself, and the processes' code is looked up under these names at run time
 * (`entryUrl`, `hostEntryUrl`). Packages stay outside the bundle, because most of the heavy ones carry native code.
 */
export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      target: 'node24',
      rolldownOptions: {
        input: {
          electron: from('src-main/hosts/electron/main.ts'),
          cli: from('src-main/hosts/cli/main.ts'),
          loopback: from('src-main/hosts/loopback/main.ts'),
          mcp: from('src-main/hosts/mcp/main.ts'),
          reader: from('src-main/processes/reader/main.ts'),
          parseWorker: from('src-main/processes/parseWorker/main.ts'),
          modelHost: from('src-main/processes/modelHost/main.ts'),
          embedWorker: from('src-main/processes/embedWorker/main.ts'),
          tables: from('src-main/processes/tables/main.ts'),
        },
        // `run` of a host and the code of an entry are used from outside the bundle.
        preserveEntrySignatures: 'strict',
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      // A sandboxed preload script is one CommonJS file that requires nothing but electron.
      externalizeDeps: false,
      rolldownOptions: {
        input: { preload: from('src-main/hosts/electron/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src-renderer',
    plugins: [react(), pdfjsAssets()],
    // Fonts and icons as files: the page's policy lets no data: scripts or styles in, and files are cached.
    build: { outDir: 'out/renderer', assetsInlineLimit: 0, minify: true, rolldownOptions: { input: { window: from('src-renderer/index.html') } } },
  },
})

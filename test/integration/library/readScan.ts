/**
 * A process that reads a file with the real reader into a library and tells every page on standard output: `node readScan.ts DATA_DIR FILE`. The checkpoint test kills it, its
 * reader and its threads in the middle.
 */
import { createForkLauncher } from '../../../src-main/adapters/node/createForkLauncher.ts'
import type { DocumentParser } from '../../../src-main/core/ports/DocumentParser.ts'
import { createReader } from '../../../src-main/processes/reader/createReader.ts'
import { openTestLibrary, snapshot } from './openTestLibrary.ts'

const [dataDir = '', file = ''] = process.argv.slice(2)
const reader = createReader({ launcher: createForkLauncher(), logger: { log: () => undefined }, tokenizers: {}, ocrFolders: [], concurrency: 1 })
const telling: DocumentParser = {
  ...reader,
  parse: (request, options) => reader.parse(request, {
    ...options,
    ...(options?.onUnits === undefined ? {} : {
      async onUnits(units) {
        await options.onUnits?.(units)
        process.stdout.write(units.map(({ unit }) => `kept ${unit.unit}\n`).join(''))
      },
    }),
    onProgress: ({ done }) => { process.stdout.write(`page ${done}\n`) },
  }),
}
const open = await openTestLibrary(dataDir, { parser: telling })
open.library.start()
await open.library.engine.add([file])
const held = await snapshot(open)
process.stdout.write(`HELD ${JSON.stringify({ ...held, warnings: open.catalog.documents()[0]?.warnings, title: open.catalog.documents()[0]?.title, units: [...open.catalog.units(open.catalog.documents()[0]?.documentId ?? ('' as never))] })}\n`)
await open.close()
await reader.close()

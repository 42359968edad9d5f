/**
 * A process that brings a folder into a library and says so: `node ingestForever.ts DATA_DIR FOLDER`. The crash test kills it at any moment. It works on its own when it is
 * started again, as the product does: what was interrupted goes on without a person.
 */
import { openTestLibrary } from './openTestLibrary.ts'

const [dataDir = '', folder = ''] = process.argv.slice(2)
const open = await openTestLibrary(dataDir, { embedMs: 5 })
process.stdout.write('open\n')
open.library.start()
if (open.catalog.sources().length === 0) await open.library.engine.add([folder])
else await open.library.engine.sync()
process.stdout.write('done\n')
await open.close()

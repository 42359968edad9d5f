/**
 * The product as a process: `node ingestMixed.ts DATA_DIR FOLDER [QUESTION]` brings a folder into a library with the real reader and the real embedding workers, as the window does, asks a
 * question when it is told one, and ends when nothing is left to do. The crash test kills it with all its children at any moment; started again it goes on without a person.
 */
import { composeEngine } from '../../src-main/hosts/composeEngine.ts'
import { resourcesDir } from '../../src-main/hosts/resourcesDir.ts'

const [dataDir = '', folder = '', question] = process.argv.slice(2)
const engine = await composeEngine({ dataDir, resourcesDir: resourcesDir(), watch: true, logger: { log: () => undefined } })
process.stdout.write('open\n')
const nothingLeft = Promise.withResolvers<undefined>()
const look = () => {
  const isWorking = engine.jobs.list().some(({ state }) => state === 'queued' || state === 'running')
  if (!isWorking && engine.questions.running().length === 0) nothingLeft.resolve(undefined)
}
let isAsked = false
engine.subscribe((event) => { if (isAsked && (event.topic === 'answer' || event.topic === 'job')) setImmediate(look) })
if (engine.library.folders().length === 0) await engine.library.add([folder])
else await engine.library.sync()
if (question !== undefined) engine.questions.submit({ question })
isAsked = true
look()
await nothingLeft.promise
process.stdout.write('done\n')
await engine.close()

import { openTestLibrary } from './openTestLibrary.ts'

/** Changes one document after another and compacts after each, until it is killed; says so when that begins. */
const [dataDir = '', folder = ''] = process.argv.slice(2)
const { library, vectorStore } = await openTestLibrary(dataDir)
library.start({ sync: false })
await library.engine.add([folder])
const documents = [...await vectorStore.describeDocuments()]
process.send?.('ready')
for (let round = 0; ; round++) {
  const document = documents[round % documents.length]
  if (document === undefined) throw new Error('the library is empty')
  await vectorStore.relocateDocument(document[0], { path: document[1].path, name: `name ${round}` })
  await vectorStore.optimize()
}

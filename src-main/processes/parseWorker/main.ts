import { parentPort, workerData } from 'node:worker_threads'
import { drawPage } from '../../adapters/parsing/drawPage.ts'
import { parseFile } from '../../adapters/parsing/parseFile.ts'
import { createOcrEngines } from './createOcrEngines.ts'
import { createTokenCounters } from './createTokenCounters.ts'
import type { ParseWorkerData } from './protocol.ts'
import { readDocument } from './readDocument.ts'
import { runParseWorker } from './runParseWorker.ts'

if (parentPort === null) throw new Error('This is a thread of Footnote; it is started by the reader.')
const { tokenizers, ocrFolders } = workerData as ParseWorkerData
const ocrFor = createOcrEngines(ocrFolders)
const tokenCounter = createTokenCounters(tokenizers)
runParseWorker(parentPort, (request, options) => ('task' in request ? drawPage(request) : readDocument(request, { parseFile, ocrFor, tokenCounter, ...options })))

import { parentPort, workerData } from 'node:worker_threads'
import type { EmbedWorkerData } from './protocol.ts'
import { runEmbedWorker } from './runEmbedWorker.ts'

if (parentPort === null) throw new Error('This is a worker thread of the model host.')
void runEmbedWorker(parentPort, workerData as EmbedWorkerData)

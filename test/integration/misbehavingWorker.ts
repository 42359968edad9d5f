import { existsSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { parentPort, threadId } from 'node:worker_threads'
import type { ParseResult } from '../../src-main/core/ports/DocumentParser.ts'
import type { WorkerRequest } from '../../src-main/processes/parseWorker/protocol.ts'
import { runParseWorker } from '../../src-main/processes/parseWorker/runParseWorker.ts'

/** A parse worker whose files say by their name what they do to it. Real threads and real deaths, without files that happen to kill a parser today. */
if (parentPort !== null) runParseWorker(parentPort, (request, { onProgress }) => read(request, onProgress))

async function read(request: WorkerRequest, onProgress: (progress: { stage: string; done: number; total: number; unit: string }) => void): Promise<ParseResult> {
  const name = basename(request.path)
  onProgress({ stage: 'parse', done: 1, total: 1, unit: 'pages' })
  switch (name.split('.')[0]) {
    case 'crash': return die()
    case 'crashOnce': return isFirstTime(request.path) ? die() : read({ ...request, path: 'fine' }, onProgress)
    case 'hang': for (;;);
    case 'wait': return new Promise(() => undefined)
    case 'waitOnce': return isFirstTime(request.path) ? new Promise(() => undefined) : read({ ...request, path: 'fine' }, onProgress)
    case 'memory': {
      const kept: number[][] = []
      for (;;) kept.push(Array.from({ length: 100_000 }, (_, index) => index))
    }
    case 'throw': throw new TypeError('a bug in a parser')
    case 'exit': process.exit(3)
  }
  return { ok: true, document: { mediaType: 'text/plain', metadata: { title: `thread ${threadId}` }, units: [], warnings: [], chunks: [] }, timings: { parseMs: 1, ocrMs: 0, chunkMs: 0 } }
}

/** As a native crash: the whole process, at once. (`process.abort` is not to be had in a thread.) */
function die(): never {
  process.kill(process.pid, 'SIGABRT')
  for (;;);
}

function isFirstTime(path: string): boolean {
  if (existsSync(path)) return false
  writeFileSync(path, '')
  return true
}

import { existsSync } from 'node:fs'
import { fromCaller } from '../callerDirectory.ts'
import type { Command } from '../Command.ts'
import { describeAddResult } from '../describeAddResult.ts'
import { wrongUsage } from '../wrongUsage.ts'

export const command: Command = {
  async run({ positionals, output, openEngine }) {
    if (positionals.length === 0) throw wrongUsage('forget', 'Name the folders or documents to forget.')
    const engine = await openEngine()
    const ids = new Set<string>([...engine.library.documents().map((document) => document.documentId), ...engine.library.folders().map((folder) => folder.folderId)])
    // What is gone from disk can still be forgotten by its path.
    const result = await engine.library.forget(positionals.map((target) => ids.has(target) && !existsSync(fromCaller(target)) ? target : fromCaller(target)))
    output.result(result, () => describeAddResult(result))
    return undefined
  },
}

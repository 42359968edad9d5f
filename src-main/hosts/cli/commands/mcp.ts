import { realpath } from 'node:fs/promises'
import { AppError } from '../../../../src-shared/errors/AppError.ts'
import { fromCaller } from '../callerDirectory.ts'
import { runHost } from '../../hostEntry.ts'
import type { Command } from '../Command.ts'

export const command: Command = {
  options: { folder: { type: 'string', multiple: true } },
  async run({ options, dataDir, signal }) {
    // The library knows real paths; a mistyped folder would open nothing and look like an empty library.
    const folders = await Promise.all((options['folder'] as readonly string[] | undefined ?? []).map((folder) => realpath(fromCaller(folder)).catch((cause: unknown) => {
      throw new AppError('NOT_FOUND', `There is no folder ${fromCaller(folder)}.`, { cause })
    })))
    await runHost('mcp', { dataDir, signal, folders })
    return undefined
  },
}

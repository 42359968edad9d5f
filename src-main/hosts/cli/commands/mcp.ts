import { runHost } from '../../hostEntry.ts'
import type { Command } from '../Command.ts'

export const command: Command = {
  async run({ dataDir, signal }) {
    await runHost('mcp', { dataDir, signal })
    return undefined
  },
}

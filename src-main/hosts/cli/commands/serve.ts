import { runHost } from '../../hostEntry.ts'
import type { Command } from '../Command.ts'
import { wholeNumber } from '../wrongUsage.ts'

export const command: Command = {
  options: { port: { type: 'string' } },
  async run({ options, dataDir, output, signal }) {
    const port = wholeNumber('serve', '--port', options['port'], { min: 0, max: 65_535 })
    await runHost('loopback', { dataDir, signal, onReady: (url) => output.result({ url }, () => url), ...(port === undefined ? {} : { port }) })
    return undefined
  },
}

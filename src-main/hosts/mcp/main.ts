import type { RunHost } from '../hostEntry.ts'
import { openEngine } from '../openEngine.ts'
import { serveMcp } from './serveMcp.ts'

/** The Model Context Protocol host: standard input and output are the transport, until the other side closes them or the signal aborts. */
export const run: RunHost = async ({ dataDir, signal, folders }) => {
  const engine = await openEngine({ dataDir, program: 'an MCP client' })
  try {
    await serveMcp(engine, { signal, ...(folders === undefined ? {} : { folders }) })
  } finally {
    await engine.close()
  }
}

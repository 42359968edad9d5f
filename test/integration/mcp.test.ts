import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js'
import { describe, expect, it } from 'vitest'
import { createMcpServer } from '../../src-main/hosts/mcp/serveMcp.ts'
import { createFakeEngine } from '../contract/fakeEngine.ts'

async function connect() {
  const engine = createFakeEngine()
  const [ours, theirs] = InMemoryTransport.createLinkedPair()
  const client = new Client({ name: 'test', version: '1' })
  await Promise.all([createMcpServer(engine).connect(ours), client.connect(theirs)])
  const call = async (name: string, given: Record<string, unknown>) => {
    const { content, isError } = await client.callTool({ name, arguments: given })
    return { isError: isError === true, text: (content as { text: string }[])[0]?.text ?? '' }
  }
  return { engine, client, call }
}

describe('the MCP host', () => {
  it('offers search, ask and open_source, all as reading only', async () => {
    const { client } = await connect()
    const { tools } = await client.listTools()
    expect(tools.map((tool) => [tool.name, tool.annotations?.readOnlyHint])).toEqual([['search', true], ['ask', true], ['open_source', true]])
  })

  it('searches with filters', async () => {
    const { engine, call } = await connect()
    expect(JSON.parse((await call('search', { query: 'leave', k: 3, filters: ['type:pdf'] })).text)).toMatchObject({ query: 'leave', passages: [] })
    expect(engine.calls).toEqual(['audit.noteCall({"program":"test","tool":"search","query":"leave","filters":["type:pdf"]})', 'library.folders()', 'search({"query":"leave","filter":{"type":["pdf"]},"k":3})'])
  })

  it('gives a failure as a result with its code and what to do', async () => {
    const { call } = await connect()
    const { isError, text } = await call('ask', { question: 'Why?' })
    expect([isError, JSON.parse(text).error.code]).toEqual([true, 'LIBRARY_EMPTY'])
    expect((await call('search', { query: 'x', filters: ['nonsense'] })).isError).toBe(true)
  })

  it('refuses what its schemas do not allow before the engine hears of it', async () => {
    const { engine, call } = await connect()
    expect((await call('open_source', { documentId: 'd1', unit: -1 })).isError).toBe(true)
    expect((await call('search', { query: '', k: 1 })).isError).toBe(true)
    expect(engine.calls).toEqual([])
  })
})

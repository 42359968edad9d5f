import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer, type AddressInfo } from 'node:net'
import { networkInterfaces } from 'node:os'
import { describe, expect, it } from 'vitest'
import { openConnections } from '../../src-main/adapters/node/openConnections.ts'

/** An address of this machine that is not loopback: to the kernel's tables it looks like another computer. */
const outside = Object.values(networkInterfaces()).flat().find((one) => one?.family === 'IPv4' && !one.internal)?.address

describe.runIf(process.platform === 'linux')('open connections', () => {
  it('does not count listeners and connections within this computer', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const client = connect((server.address() as AddressInfo).port, '127.0.0.1')
    await once(client, 'connect')
    expect(await openConnections()).toEqual([])
    client.destroy()
    server.close()
  })

  it.runIf(outside !== undefined)('names a connection to an address beyond loopback, so that the doctor cannot miss one', async () => {
    const server = createServer().listen(0, outside)
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const client = connect(port, outside)
    await once(client, 'connect')
    expect((await openConnections())?.some((address) => address.endsWith(`:${port.toString(16).toUpperCase().padStart(4, '0')}`))).toBe(true)
    client.destroy()
    server.close()
  })

  it('says that it cannot tell for a process that is gone, by finding nothing', async () => {
    const gone = Number(execFileSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' }))
    expect(await openConnections(gone)).toEqual([])
  })
})

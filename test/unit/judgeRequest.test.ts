import { describe, expect, it } from 'vitest'
import { judgeRequest, type RequestFacts } from '../../src-main/hosts/loopback/judgeRequest.ts'

const OWN: RequestFacts = { method: 'POST', host: '127.0.0.1:4711', origin: 'http://127.0.0.1:4711', fetchSite: 'same-origin' }

describe('judgeRequest', () => {
  it.each<[string, Partial<RequestFacts>]>([
    ['the page itself', {}],
    ['a typed address', { method: 'GET', origin: undefined, fetchSite: 'none' }],
    ['a picture of the page', { method: 'GET', origin: undefined }],
    ['an old browser without Sec-Fetch-Site', { fetchSite: undefined }],
  ])('lets %s in', (_who, facts) => expect(judgeRequest({ ...OWN, ...facts }, 4711)).toBeNull())

  it.each<[string, Partial<RequestFacts>]>([
    ['a foreign name pointed at this computer (DNS rebinding)', { host: 'attacker.example:4711' }],
    ['a name that begins like the address', { host: '127.0.0.1:4711.attacker.example' }],
    ['no Host', { host: undefined }],
    ['another port', { host: '127.0.0.1:80' }],
    ['a form of another site', { origin: 'https://attacker.example' }],
    ['a sandboxed frame or a file', { origin: 'null' }],
    ['another server of this computer', { origin: 'http://127.0.0.1:3000' }],
    ['an Origin that begins like ours', { origin: 'http://127.0.0.1:47110' }],
    ['a change without Origin', { origin: undefined }],
    ['a read from another site', { method: 'GET', origin: undefined, fetchSite: 'cross-site' }],
    ['a read from another port of this computer', { method: 'GET', origin: undefined, fetchSite: 'same-site' }],
  ])('keeps %s out', (_who, facts) => expect(judgeRequest({ ...OWN, ...facts }, 4711)).toEqual(expect.any(String)))
})

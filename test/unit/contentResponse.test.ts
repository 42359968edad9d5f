import { describe, expect, it } from 'vitest'
import { contentResponse, disposition } from '../../src-main/hosts/contentResponse.ts'

const pdf = { path: '/library/Report.pdf', mediaType: 'application/pdf', sizeBytes: 1000 }

describe('contentResponse', () => {
  it.each([
    ['bytes=0-99', 0, 99], ['bytes=990-', 990, 999], ['bytes=-10', 990, 999], ['bytes=500-5000', 500, 999], ['bytes=-5000', 0, 999],
  ])('serves %s as one part', (header, start, end) => {
    const response = contentResponse(pdf, header)
    expect(response).toMatchObject({ status: 206, range: { start, end }, headers: { 'content-range': `bytes ${start}-${end}/1000`, 'content-length': String(end - start + 1) } })
  })

  it.each(['bytes=0-1,5-9', 'lines=1-2', 'bytes=-', 'bytes=a-b', ''])('serves the whole for “%s”, which is no single range', (header) => {
    expect(contentResponse(pdf, header)).toMatchObject({ status: 200, range: { start: 0, end: 999 } })
  })

  it.each(['bytes=1000-', 'bytes=9-3', 'bytes=-0'])('refuses %s, which no byte satisfies', (header) => {
    expect(contentResponse(pdf, header)).toMatchObject({ status: 416, range: null, headers: { 'content-range': 'bytes */1000' } })
  })

  it('sends nothing for an empty file instead of a negative range', () => {
    expect(contentResponse({ ...pdf, sizeBytes: 0 }, null)).toMatchObject({ status: 200, range: null })
  })

  it.each(['text/html', 'image/svg+xml', 'application/xhtml+xml', 'text/xml', 'message/rfc822'])('offers %s as a download: it could run scripts', (mediaType) => {
    expect(contentResponse({ ...pdf, mediaType }, null).headers['content-disposition']).toMatch(/^attachment;/)
  })

  it('takes every right from what is shown', () => {
    const { headers } = contentResponse(pdf, null)
    expect(headers['content-disposition']).toMatch(/^inline;/)
    expect(headers['content-security-policy']).toMatch(/default-src 'none'.*sandbox/)
    expect(headers['x-content-type-options']).toBe('nosniff')
  })
})

describe('disposition', () => {
  it('keeps quotes, line breaks and other scripts from leaving the header', () => {
    expect(disposition('attachment', 'a"b\r\nSet-Cookie: x=1\\Grüße😀.md')).toBe(
      `attachment; filename="a_b__Set-Cookie: x=1_Gr__e__.md"; filename*=UTF-8''a%22b%0D%0ASet-Cookie%3A%20x%3D1%5CGr%C3%BC%C3%9Fe%F0%9F%98%80.md`)
  })
})

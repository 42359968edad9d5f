import { makeAgreementPdf } from './makeAgreementPdf.ts'

export interface MadeFile {
  readonly name: string
  readonly mimeType: string
  readonly buffer: Buffer
}

/** What a browser would run if a name were ever taken for markup; the loopback host itself takes angle brackets and quotes out of uploads. */
export const HOSTILE_NAME = '&lt;img src=x onerror=alert(1)&gt; javascript:alert(2).txt'

/** Small documents of several kinds, made up, each with one fact that no other holds; the last two are there to do harm. */
export async function makeDocuments(): Promise<MadeFile[]> {
  const text = (name: string, mimeType: string, lines: readonly string[]): MadeFile => ({ name, mimeType, buffer: Buffer.from(lines.join('\n')) })
  return [
    { name: 'Facility Agreement.pdf', mimeType: 'application/pdf', buffer: Buffer.from(await makeAgreementPdf()) },
    text('minutes.md', 'text/markdown', ['# Board minutes', '', 'The chair opened the meeting at nine.', '', '## Rotterdam', '', 'The Rotterdam warehouse lease ends on 31 August 2026 and may be extended once by five years.', '', '## Any other business', '', 'None.']),
    text('prices.csv', 'text/csv', ['Product,Unit,Price in euro', 'Copper cable,metre,4.20', 'Zinc bracket,piece,17.35', 'Oak board,square metre,61.00']),
    text('offer.eml', 'message/rfc822', ['From: Pieter Vermeer <pieter@example.org>', 'To: Anna <anna@example.org>', 'Date: Tue, 9 Jan 2024 08:12:00 +0000', 'Subject: Harbour crane', 'MIME-Version: 1.0', 'Content-Type: text/plain; charset=utf-8', '', 'Dear Anna,', '', 'The harbour crane was inspected by Lloyd and lifts 48 tonnes at full reach.', '', 'Kind regards,', 'Pieter', '']),
    text('visit.html', 'text/html', [
      '<!doctype html><html><head><title>Visit</title><style>@import url(http://127.0.0.1:9/style.css)</style><script>document.title = "owned"</script></head><body onload="document.title=\'owned\'">',
      '<h1>Visit to the observatory</h1><p>The observatory telescope has a mirror of 236 centimetres. <img src="http://127.0.0.1:9/pixel.png" onerror="document.title=\'owned\'"></p>',
      '<p><a href="javascript:document.title=\'owned\'">Read more</a> &lt;script&gt;document.title="owned"&lt;/script&gt;</p></body></html>',
    ]),
    text(HOSTILE_NAME, 'text/plain', ['The beekeeper of Marken sold ninety jars of heather honey in September.', '<script>document.title="owned"</script>']),
    { name: 'broken.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\nthis is not a PDF any more\n') },
  ]
}

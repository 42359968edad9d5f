import { fileName } from '../../../src-shared/domain/fileName.ts'
import type { Answer, Citation } from '../../../src-shared/domain/answer.ts'
import type { AuditRecord } from '../../../src-shared/domain/audit.ts'
import type { DocumentId } from '../../../src-shared/domain/ids.ts'
import { AppError, toAppError } from '../../../src-shared/errors/AppError.ts'
import { hashContent } from '../audit/hashChain.ts'
import type { AuditLog } from '../ports/AuditLog.ts'
import type { LibraryReader } from '../ports/LibraryReader.ts'
import type { DrawResult, PageDrawer } from '../ports/PageDrawer.ts'
import type { Signer } from '../ports/Signer.ts'
import type { Clock } from '../ports/SystemPorts.ts'
import { maskSpans } from '../privacy/createMasker.ts'
import type { Releases } from '../privacy/createReleases.ts'
import { describePlace, reportOf } from './answerReport.ts'
import { auditTrail } from './auditTrail.ts'
import { PACK_README } from './packReadme.ts'
import { PACK_VERIFY_SCRIPT } from './packVerifyScript.ts'
import { quotePage } from './quotePage.ts'
import { reportToHtml } from './reportToHtml.ts'
import { reportToMarkdown } from './reportToMarkdown.ts'

export interface EvidencePackDeps {
  readonly reader: Pick<LibraryReader, 'document' | 'unit'>
  readonly auditLog: Pick<AuditLog, 'stored'>
  /** Where a document's bytes lie now. Throws when they are gone. */
  readonly content: (documentId: DocumentId) => Promise<{ readonly path: string; readonly mediaType: string }>
  readonly drawer: PageDrawer
  readonly releases: Pick<Releases, 'unmasked' | 'exported' | 'entry' | 'masker' | 'mayQuoteAtLength'>
  /** Made when first asked for. */
  readonly signer: () => Signer
  readonly clock: Pick<Clock, 'now'>
  readonly version: string
}

/** Path inside the pack, with `/`, and content. */
export type PackFiles = ReadonlyMap<string, Uint8Array>

/** A stretch of stored text that holds a quote; `charStart` is its place in the unit: 0, unless only a passage of it is left. */
interface StoredText { readonly text: string; readonly charStart: number }

/** A stored text as it goes into the pack, and where in it the quote begins. */
interface PackedText extends StoredText { readonly quoteAt: number }

const DRAW_TIMEOUT_MS = 60_000

/**
 * Everything that a person needs to check an answer without Footnote. What is gone does not fail the pack: it says so in its place. Throws CHAIN_BROKEN
 * when the audit log no longer has the answer's entry, for then there is nothing to vouch for.
 */
export function createEvidencePack(deps: EvidencePackDeps): (answer: Answer) => Promise<PackFiles> {
  return async (answer) => {
    const trail = auditTrail(deps.auditLog, answer)
    const context = (JSON.parse(trail.entry.content) as AuditRecord).context
    const whole = deps.releases.unmasked(answer)
    const named = withoutFolders(deps.releases.exported(answer))
    const masker = deps.releases.masker('export')
    const files = new Map<string, Uint8Array>()
    const put = (name: string, content: string | Uint8Array) => files.set(name, typeof content === 'string' ? new TextEncoder().encode(content) : content)
    const report = reportOf([named])
    put('README.txt', PACK_README)
    put('answer.html', reportToHtml(report))
    put('answer.md', reportToMarkdown(report))
    put('answer.json', toJson(named))

    const textFiles = new Map<string, string>()
    const quotes: unknown[] = []
    for (const [index, citation] of whole.citations.entries()) {
      const { n, documentId, sha256, anchor, stale } = citation
      const { path: name = '', quote = '' } = named.citations[index] ?? {}
      const found = storedText(citation, deps.reader, context)
      const why = found === undefined ? undefined : keptBack(citation, found)
      const stored = found === undefined ? undefined : packed(citation, found, quote)
      const drawn: DrawResult = why === undefined ? await drawCitation(citation, deps) : { ok: false, error: new AppError('NOT_ALLOWED', why).toData() }
      const picture = drawn.ok ? { file: `pages/note-${n}.png`, pixelsPerUnit: drawn.scale } : { file: `pages/note-${n}.html`, reason: drawn.error.message }
      put(picture.file, drawn.ok ? drawn.png : quotePage({
        title: `${name}, ${describePlace(anchor)}`, quote, note: `There is no picture: ${drawn.error.message}${stored === undefined ? ' The text around the quote is no longer in the library.' : ''}`,
        ...(stored === undefined ? {} : { text: { text: stored.text, charStart: stored.quoteAt, charEnd: stored.quoteAt + quote.length } }),
      }))
      quotes.push({
        n, document: { documentId, name, sha256, file: stale === false ? 'unchanged' : stale }, place: describePlace(anchor), anchor, quote,
        text: stored === undefined ? null : putText(stored), page: picture,
      })
    }
    put('quotes.json', toJson(quotes))
    put('audit.json', toJson({ ...trail, entry: deps.releases.entry(trail.entry) }))
    put('verify.mjs', PACK_VERIFY_SCRIPT)

    const signer = deps.signer()
    const manifest = toJson({
      format: 'footnote-evidence-1', created: new Date(deps.clock.now()).toISOString(), footnote: deps.version, answerId: answer.answerId, publicKey: signer.publicKey,
      files: [...files].map(([name, bytes]) => ({ name, sizeBytes: bytes.byteLength, sha256: hashContent(bytes) })),
    })
    put('manifest.json', manifest)
    put('manifest.sig', `${Buffer.from(signer.sign(new TextEncoder().encode(manifest))).toString('base64')}\n`)
    return files

    /** Quotes of one unit share its file. */
    function putText({ text, charStart, quoteAt }: PackedText) {
      const sha256 = hashContent(text)
      const file = textFiles.get(sha256) ?? `units/unit-${textFiles.size + 1}.txt`
      textFiles.set(sha256, file)
      put(file, text)
      return { file, sha256, charStart, quoteAt }
    }

    /** Why the page itself stays behind: on a picture nothing can be masked or cut. */
    function keptBack(citation: Citation, { text }: StoredText): string | undefined {
      if (!deps.releases.mayQuoteAtLength(citation)) return 'its folder may not be quoted at length.'
      if (masker === undefined) return undefined
      const isRead = deps.reader.unit(citation.documentId, citation.anchor.unit)?.source === 'text'
      return isRead && masker.find(text).length === 0 ? undefined : 'personal data is masked in this pack, and a picture would show it.'
    }

    /** The quote as it is shown, between what stands around it; alone where the folder may not be quoted at length. */
    function packed(citation: Citation, { text, charStart }: StoredText, quote: string): PackedText {
      if (!deps.releases.mayQuoteAtLength(citation)) return { text: quote, charStart: citation.anchor.charStart, quoteAt: 0 }
      const [from, to] = [citation.anchor.charStart - charStart, citation.anchor.charEnd - charStart]
      const spans = masker?.find(text) ?? []
      const before = maskSpans(text, spans, 0, from)
      return { text: before + quote + maskSpans(text, spans, to), charStart, quoteAt: before.length }
    }
  }
}

/** Folders of the sender's computer are nobody's business, and prove nothing: the file's hash says which file it is. */
function withoutFolders(answer: Answer): Answer {
  return JSON.parse(JSON.stringify(answer, (key, value: unknown) => (key === 'path' && typeof value === 'string' ? fileName(value) : value))) as Answer
}

/** The whole unit as long as the library has that version of the file, else the passage that the audit log kept. */
function storedText({ documentId, sha256, anchor, quote }: Citation, reader: EvidencePackDeps['reader'], context: AuditRecord['context']): StoredText | undefined {
  const unit = reader.document(documentId)?.sha256 === sha256 ? reader.unit(documentId, anchor.unit) : undefined
  const passages = context.filter((block) => block.documentId === documentId && block.sha256 === sha256 && block.unit === anchor.unit && block.charStart <= anchor.charStart && block.charEnd >= anchor.charEnd)
  return [...(unit === undefined ? [] : [{ text: unit.text, charStart: 0 }]), ...passages.map(({ text, charStart }) => ({ text, charStart }))]
    .find(({ text, charStart }) => text.slice(anchor.charStart - charStart, anchor.charEnd - charStart) === quote)
}

async function drawCitation({ documentId, sha256, anchor }: Citation, { content, drawer }: EvidencePackDeps): Promise<DrawResult> {
  try {
    const { path, mediaType } = await content(documentId)
    return await drawer.draw({
      task: 'draw', path, mediaType, sha256, page: anchor.kind === 'page' ? anchor.page : 1, boxes: anchor.kind === 'page' || anchor.kind === 'image' ? anchor.boxes : [], timeoutMs: DRAW_TIMEOUT_MS,
    })
  } catch (thrown) {
    return { ok: false, error: toAppError(thrown).toData() }
  }
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}

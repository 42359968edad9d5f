import type { Answer, Citation } from '../../../src-shared/domain/answer.ts'
import type { AuditRecord } from '../../../src-shared/domain/audit.ts'
import type { DocumentId } from '../../../src-shared/domain/ids.ts'
import { toAppError } from '../../../src-shared/errors/AppError.ts'
import { hashContent } from '../audit/hashChain.ts'
import type { AuditLog } from '../ports/AuditLog.ts'
import type { LibraryReader } from '../ports/LibraryReader.ts'
import type { DrawResult, PageDrawer } from '../ports/PageDrawer.ts'
import type { Signer } from '../ports/Signer.ts'
import type { Clock } from '../ports/SystemPorts.ts'
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
  /** Made when first asked for. */
  readonly signer: () => Signer
  readonly clock: Pick<Clock, 'now'>
  readonly version: string
}

/** Path inside the pack, with `/`, and content. */
export type PackFiles = ReadonlyMap<string, Uint8Array>

/** A stretch of stored text that holds a quote; `charStart` is its place in the unit: 0, unless only a passage of it is left. */
interface StoredText { readonly text: string; readonly charStart: number }

const DRAW_TIMEOUT_MS = 60_000

/**
 * Everything that a person needs to check an answer without Footnote. What is gone does not fail the pack: it says so in its place. Throws CHAIN_BROKEN
 * when the audit log no longer has the answer's entry, for then there is nothing to vouch for.
 */
export function createEvidencePack(deps: EvidencePackDeps): (answer: Answer) => Promise<PackFiles> {
  return async (answer) => {
    const trail = auditTrail(deps.auditLog, answer)
    const context = (JSON.parse(trail.entry.content) as AuditRecord).context
    const named = withoutFolders(answer)
    const files = new Map<string, Uint8Array>()
    const put = (name: string, content: string | Uint8Array) => files.set(name, typeof content === 'string' ? new TextEncoder().encode(content) : content)
    const report = reportOf([named])
    put('README.txt', PACK_README)
    put('answer.html', reportToHtml(report))
    put('answer.md', reportToMarkdown(report))
    put('answer.json', toJson(named))

    const textFiles = new Map<string, string>()
    const quotes: unknown[] = []
    for (const citation of named.citations) {
      const { n, documentId, path: name, sha256, anchor, quote, stale } = citation
      const stored = storedText(citation, deps.reader, context)
      const drawn = await drawCitation(citation, deps)
      const picture = drawn.ok ? { file: `pages/note-${n}.png`, pixelsPerUnit: drawn.scale } : { file: `pages/note-${n}.html`, reason: drawn.error.message }
      put(picture.file, drawn.ok ? drawn.png : quotePage({
        title: `${name}, ${describePlace(anchor)}`, quote, note: `There is no picture: ${drawn.error.message}${stored === undefined ? ' The text around the quote is no longer in the library.' : ''}`,
        ...(stored === undefined ? {} : { text: { text: stored.text, charStart: anchor.charStart - stored.charStart, charEnd: anchor.charEnd - stored.charStart } }),
      }))
      quotes.push({
        n, document: { documentId, name, sha256, file: stale === false ? 'unchanged' : stale }, place: describePlace(anchor), anchor, quote,
        text: stored === undefined ? null : putText(stored), page: picture,
      })
    }
    put('quotes.json', toJson(quotes))
    put('audit.json', toJson(trail))
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
    function putText({ text, charStart }: StoredText) {
      const sha256 = hashContent(text)
      const file = textFiles.get(sha256) ?? `units/unit-${textFiles.size + 1}.txt`
      textFiles.set(sha256, file)
      put(file, text)
      return { file, sha256, charStart }
    }
  }
}

/** Folders of the sender's computer are nobody's business, and prove nothing: the file's hash says which file it is. */
function withoutFolders(answer: Answer): Answer {
  return JSON.parse(JSON.stringify(answer, (key, value: unknown) => (key === 'path' && typeof value === 'string' ? value.split(/[/\\]/).at(-1) ?? value : value))) as Answer
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

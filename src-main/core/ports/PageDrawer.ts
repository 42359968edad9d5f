import type { Box } from '../../../src-shared/domain/anchor.ts'
import type { ErrorData } from '../../../src-shared/errors/AppError.ts'

export interface DrawRequest {
  /** Tells it from a file to be read. */
  readonly task: 'draw'
  /** Real path of a PDF or a picture; never written to. */
  readonly path: string
  readonly mediaType: string
  /** Of the bytes that were read for the library: other bytes are not drawn. */
  readonly sha256: string
  /** 1-based; 1 for a picture. */
  readonly page: number
  /** What is marked; in points for a PDF, in pixels for a picture. */
  readonly boxes: readonly Box[]
  readonly timeoutMs: number
}

/** `scale`: pixels of the PNG for a unit of the boxes. */
export type DrawResult =
  | { readonly ok: true; readonly png: Uint8Array; readonly scale: number }
  | { readonly ok: false; readonly error: ErrorData }

/**
 * Draws a page or a picture with places marked, outside the engine's process. A file that cannot be drawn is a result with a reason: UNREADABLE
 * (gone), CHANGED_WHILE_READ (other bytes), UNSUPPORTED_TYPE, PASSWORD_NEEDED, NOT_FOUND (no such page), DAMAGED_FILE, TOO_LARGE, PARSE_TIMEOUT, PARSER_CRASHED.
 */
export interface PageDrawer {
  draw(request: DrawRequest): Promise<DrawResult>
}

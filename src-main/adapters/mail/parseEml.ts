import { composeMessage } from '../../core/reading/composeMessage.ts'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import type { FormatInput, ParsedContent } from '../parsing/ParseFileRequest.ts'
import { embeddedFiles } from './MailAttachment.ts'
import { readEml } from './readEml.ts'

/** One mail: a unit for its header, one for its body; attachments are documents of their own. */
export async function parseEml({ bytes }: Pick<FormatInput, 'bytes'>): Promise<ParsedContent> {
  const { message, attachments } = await readMailOrFail(bytes)
  return {
    units: composeMessage(message, { firstUnit: 1 }), warnings: [], ...embeddedFiles(attachments),
    metadata: {
      ...(message.subject === '' ? {} : { title: message.subject }), ...(message.from === undefined ? {} : { author: message.from }), ...(message.date === undefined ? {} : { created: message.date }),
    },
  }
}

async function readMailOrFail(bytes: Uint8Array): ReturnType<typeof readEml> {
  try {
    return await readEml(bytes)
  } catch (thrown) {
    // The library refuses nesting and headers beyond its limits.
    if (thrown instanceof Error && /nesting|header/i.test(thrown.message)) throw new AppError('LIMIT_EXCEEDED', undefined, { cause: thrown })
    throw thrown
  }
}

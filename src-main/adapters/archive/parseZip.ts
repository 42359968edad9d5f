import { toAppError, type AppError } from '../../../src-shared/errors/AppError.ts'
import type { FormatInput, ParsedContent } from '../parsing/ParseFileRequest.ts'
import { ARCHIVE_LIMITS, Collection } from './Collection.ts'
import { openZip } from './openZip.ts'

/** A ZIP as a folder: its list of members, and each member as a file of its own. Locked or damaged members are warnings. */
export async function parseZip(input: FormatInput): Promise<ParsedContent> {
  const zip = await openZip(input.bytes, ARCHIVE_LIMITS)
  const files = zip.members.filter((member) => !member.isDirectory)
  const collection = new Collection()
  let failure: AppError | undefined
  for (const [index, member] of files.entries()) {
    input.signal?.throwIfAborted()
    try {
      const bytes = await zip.read(member.name)
      if (bytes !== undefined) collection.add(member.name, bytes)
    } catch (thrown) {
      const error = toAppError(thrown)
      if (error.code === 'LIMIT_EXCEEDED' || error.code === 'CANCELLED') throw thrown
      failure ??= error
      collection.warn(error.code, `${member.name}: ${error.message}`)
    }
    input.onProgress?.(index + 1, files.length, 'members')
  }
  // Nothing could be read: the archive itself is locked or damaged.
  if (failure !== undefined && collection.size === 0) throw failure
  return collection.content()
}

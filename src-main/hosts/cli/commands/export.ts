import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import type { AnswerId } from '../../../../src-shared/domain/ids.ts'
import { fromCaller } from '../callerDirectory.ts'
import type { Command } from '../Command.ts'
import { choice, wrongUsage } from '../wrongUsage.ts'

export const command: Command = {
  options: { format: { type: 'string' }, output: { type: 'string', short: 'o' } },
  async run({ positionals: [answerId], options, output, openEngine }) {
    const format = choice('export', 'format', options['format'], ['md', 'html', 'docx', 'pdf', 'json', 'pack'])
    const file = options['output'] as string | undefined
    if (answerId === undefined || format === undefined || file === undefined) throw wrongUsage('export', 'An answer, a format and a file are needed.')
    const { bytes } = await (await openEngine()).exports.answer(answerId as AnswerId, format)
    const path = fromCaller(file)
    await writeFile(path, bytes)
    const result = { path, sizeBytes: bytes.byteLength, sha256: createHash('sha256').update(bytes).digest('hex') }
    output.result(result, () => `${path} (${result.sizeBytes} bytes, sha256 ${result.sha256})`)
    return undefined
  },
}

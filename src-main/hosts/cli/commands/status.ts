import type { LibraryStatus } from '../../../../src-shared/domain/status.ts'
import type { Command } from '../Command.ts'

export const command: Command = {
  async run({ output, openEngine }) {
    const status = await (await openEngine({ readOnly: true })).status()
    output.result(status, () => describeStatus(status))
    return undefined
  },
}

function describeStatus({ dataDir, folders, documents, skipped, units, chunks, diskBytes, embedding, chat, reranker, jobs, pace, auditEntries, version }: LibraryStatus): string {
  const counts = (of: Readonly<Record<string, number>>) => Object.entries(of).map(([state, count]) => `${count} ${state}`).join(', ') || 'none'
  return [
    `Library    ${dataDir} (${Math.round(diskBytes / 1024 ** 2)} MB, version ${version})`,
    ...folders.map((folder) => `Folder     ${folder.path}${folder.reachable ? '' : ' (not reachable)'}`),
    `Documents  ${counts(documents)}; ${units} pages and parts, ${chunks} chunks`,
    ...(Object.keys(skipped).length === 0 ? [] : [`Left out   ${counts(skipped)}`]),
    `Embedding  ${embedding.model} (${embedding.device}; ${embedding.runtimeChoice.reason})${embedding.staleChunks > 0 ? `; ${embedding.staleChunks} chunks of an older model` : ''}`,
    `Chat       ${chat.model ?? 'none: answers are quotes'}${chat.device === undefined ? '' : ` (${chat.device})`}`,
    `Reranker   ${reranker.model ?? 'none'}`,
    `Jobs       ${counts(jobs as Record<string, number>)}`,
    `Pace       ${pace.inForce}${pace.setting !== 'auto' ? ' (as set)' : pace.onBattery ? ' (on battery)' : ''}`,
    `Audit      ${auditEntries} entries`,
  ].join('\n')
}

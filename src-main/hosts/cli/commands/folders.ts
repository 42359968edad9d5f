import type { Folder } from '../../../../src-shared/domain/document.ts'
import { isOpenPolicy, type FolderPolicy } from '../../../../src-shared/domain/folderPolicy.ts'
import { AppError } from '../../../../src-shared/errors/AppError.ts'
import type { Engine } from '../../../core/Engine.ts'
import { fromCaller } from '../callerDirectory.ts'
import type { Command, CommandContext } from '../Command.ts'
import { choice, wrongUsage } from '../wrongUsage.ts'

export const command: Command = {
  options: { answer: { type: 'string' }, export: { type: 'string' }, 'long-quotes': { type: 'string' } },
  async run(context) {
    const { positionals: [action = 'list', target], output, openEngine } = context
    if (action !== 'list' && action !== 'policy') throw wrongUsage('folders', `There is no “folders ${action}”.`)
    if (action === 'policy' && target === undefined) throw wrongUsage('folders', 'Which folder?')
    const folders = action === 'list' || target === undefined ? (await openEngine({ readOnly: true })).library.folders() : [await setPolicy(context, target)]
    output.result({ folders }, () => (folders.length === 0 ? 'No folder has been added.' : folders.map(describe).join('\n')))
    return undefined
  },
}

/** What is not named stays as it is; without any option the folder is only shown. */
async function setPolicy({ options, openEngine }: CommandContext, target: string): Promise<Folder> {
  const given = (name: string) => choice('folders', `value of --${name}`, options[name], ['yes', 'no'])
  const [answer, exported, quoteAtLength] = [given('answer'), given('export'), given('long-quotes')]
  const isChange = answer !== undefined || exported !== undefined || quoteAtLength !== undefined
  const engine = await openEngine({ readOnly: !isChange })
  const folder = findFolder(engine, target)
  if (!isChange) return folder
  const policy: FolderPolicy = {
    answer: answer === undefined ? folder.policy.answer : answer === 'yes', export: exported === undefined ? folder.policy.export : exported === 'yes',
    quoteAtLength: quoteAtLength === undefined ? folder.policy.quoteAtLength : quoteAtLength === 'yes',
  }
  return engine.library.setFolderPolicy(folder.folderId, policy)
}

function findFolder(engine: Engine, target: string): Folder {
  const path = fromCaller(target)
  const found = engine.library.folders().find((folder) => folder.folderId === target || folder.path === path)
  if (found === undefined) throw new AppError('NOT_FOUND', `${target} is not an added folder.`, { action: 'A policy belongs to a folder that was added as such: see footnote folders.' })
  return found
}

function describe({ path, documents, reachable, policy }: Folder): string {
  const no = [...(policy.answer ? [] : ['not answered from']), ...(policy.export ? [] : ['not exported']), ...(policy.quoteAtLength ? [] : ['not quoted at length'])]
  return `${path}  ${documents} ${documents === 1 ? 'document' : 'documents'}${reachable ? '' : ' (not reachable)'}${isOpenPolicy(policy) ? '' : `  ${no.join(', ')}`}`
}

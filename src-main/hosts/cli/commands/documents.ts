import type { DocumentReport } from '../../../../src-shared/domain/document.ts'
import type { DocumentId } from '../../../../src-shared/domain/ids.ts'
import { AppError } from '../../../../src-shared/errors/AppError.ts'
import type { Engine } from '../../../core/Engine.ts'
import { fromCaller } from '../callerDirectory.ts'
import type { Command } from '../Command.ts'
import { describeTotal, describeUnits } from '../describeCoverage.ts'

export const command: Command = {
  options: { units: { type: 'boolean' }, text: { type: 'boolean' } },
  async run({ positionals: [target], options, output, openEngine }) {
    const engine = await openEngine({ readOnly: true })
    const text = options['text'] === true
    if (target === undefined) {
      const documents = engine.library.documents()
      const describe = (document: DocumentReport): string[] => [describeLine(document), ...options['units'] === true ? describeUnits(document.units) : []]
      output.result(documents, () => [...documents.flatMap(describe), ...options['units'] === true ? [describeTotal(documents)] : []].join('\n'))
    } else {
      const document = engine.library.document(findDocument(engine, target), { units: true, text })
      output.result(document, () => [describeLine(document), ...describeUnits(document.units)].join('\n'))
    }
    return undefined
  },
}

function findDocument(engine: Engine, target: string): DocumentId {
  const path = fromCaller(target)
  const found = engine.library.documents().find((document) => document.documentId === target || document.path === path)
  if (found === undefined) throw new AppError('NOT_FOUND', `The library holds no document “${target}”.`)
  return found.documentId
}

function describeLine({ documentId, state, path, chunks, message }: DocumentReport): string {
  return `${documentId}  ${state.padEnd(9)}  ${path}${state === 'indexed' || state === 'unchanged' ? `  (${chunks} chunks)` : message === undefined ? '' : `  ${message}`}`
}

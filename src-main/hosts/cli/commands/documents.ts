import type { DocumentReport } from '../../../../src-shared/domain/document.ts'
import type { DocumentId } from '../../../../src-shared/domain/ids.ts'
import { AppError } from '../../../../src-shared/errors/AppError.ts'
import type { Engine } from '../../../core/Engine.ts'
import { fromCaller } from '../callerDirectory.ts'
import type { Command } from '../Command.ts'

export const command: Command = {
  options: { units: { type: 'boolean' }, text: { type: 'boolean' } },
  async run({ positionals: [target], options, output, openEngine }) {
    const engine = await openEngine({ readOnly: true })
    const text = options['text'] === true
    if (target === undefined) {
      const documents = engine.library.documents()
      output.result(documents, () => documents.map(describeLine).join('\n'))
    } else {
      const document = engine.library.document(findDocument(engine, target), { units: true, text })
      output.result(document, () => [describeLine(document), ...document.units.map((unit) => `  ${unit.label}: ${unit.source}, ${unit.chars} characters${text && unit.text !== undefined ? `\n${unit.text}` : ''}`)].join('\n'))
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

import type { SearchResult } from '../../../../src-shared/domain/passage.ts'
import { toAppError } from '../../../../src-shared/errors/AppError.ts'
import type { SearchRequest } from '../../../core/Engine.ts'
import { parseFilter } from '../../../core/retrieval/parseFilter.ts'
import { fromCaller } from '../callerDirectory.ts'
import { describeWithheld } from '../../../core/answering/describeSearch.ts'
import type { Command, OptionValues } from '../Command.ts'
import { describeAnchor } from '../describeAnchor.ts'
import { describeStale, oneLine } from '../describeAnswer.ts'
import { readBatch } from '../readBatch.ts'
import { choice, joined, wholeNumber, wrongUsage } from '../wrongUsage.ts'

export const command: Command = {
  options: {
    batch: { type: 'string' }, k: { type: 'string' }, mode: { type: 'string' }, 'no-rerank': { type: 'boolean' }, in: { type: 'string', multiple: true }, explain: { type: 'boolean' },
  },
  async run({ positionals, options, output, signal, openEngine }) {
    const request = requestOptions(options)
    const filters = options['in'] as readonly string[] | undefined ?? []
    const batch = options['batch'] as string | undefined
    if (batch === undefined) {
      const query = joined(positionals)
      if (query === '') throw wrongUsage('search', 'What is to be searched?')
      const filter = parseFilter(filters)
      const result = await (await openEngine({ readOnly: true })).search({ ...request, query, filter }, signal)
      output.result(result, () => describeResult(result))
      return undefined
    }
    const engine = await openEngine({ readOnly: true })
    for await (const { id, question, in: own } of readBatch(fromCaller(batch))) {
      signal.throwIfAborted()
      try {
        const result = await engine.search({ ...request, query: question, filter: parseFilter([...filters, ...own]) }, signal)
        await output.line({ id, ...result }, () => `# ${question}\n${describeResult(result)}`)
      } catch (thrown) {
        signal.throwIfAborted()
        // One bad line is its own result; the others go on.
        const error = toAppError(thrown).toData()
        await output.line({ id, error }, () => `# ${question}\n${error.message}`)
      }
    }
    return undefined
  },
}

function requestOptions(options: OptionValues): Omit<SearchRequest, 'query' | 'filter'> {
  const k = wholeNumber('search', '--k', options['k'], { min: 1, max: 1000 })
  const mode = choice('search', 'mode', options['mode'], ['hybrid', 'lexical', 'vector'])
  return { ...(k === undefined ? {} : { k }), ...(mode === undefined ? {} : { mode }), ...(options['no-rerank'] === true ? { rerank: false } : {}), ...(options['explain'] === true ? { explain: true } : {}) }
}

function describeResult({ passages, withheld = 0 }: SearchResult): string {
  const hidden = describeWithheld(withheld)
  if (passages.length === 0) return `Nothing was found. ${hidden}`.trimEnd()
  const found = passages.map(({ rank, path, anchor, text, score, stale, trace }) => [
    `${rank}. ${path}, ${describeAnchor(anchor)}${describeStale(stale)}  ${score.toFixed(3)}`,
    ...(trace === undefined ? [] : [`   words: ${trace.lexicalRank ?? '–'}, meaning: ${trace.vectorRank ?? '–'}, together: ${trace.fused.toFixed(3)}${trace.rerank === undefined ? '' : `, reranked: ${trace.rerank.toFixed(3)}`}`]),
    `   ${oneLine(text)}`,
  ].join('\n')).join('\n')
  return hidden === '' ? found : `${found}\n${hidden}`
}

import type { z } from 'zod'
import type { Reply } from '../../src-shared/contract/envelope.ts'
import { routes, type RouteName } from '../../src-shared/contract/routes.ts'
import { AppError, toAppError } from '../../src-shared/errors/AppError.ts'
import type { Logger } from '../core/ports/SystemPorts.ts'
import type { Handler, Handlers, Router } from './Router.ts'

/**
 * Look up → parse → handle → envelope, in this order and for every transport. An unknown route and an input that its strict schema refuses
 * never reach a handler; what a handler throws crosses as data.
 */
export function createRouter(handlers: Handlers, logger?: Logger): Router {
  return {
    async call(route, input, signal) {
      try {
        const name = lookUp(route)
        const handle = handlers[name] as Handler<RouteName>
        const value = await handle(parse(name, input), signal)
        return { ok: true, value }
      } catch (thrown) {
        const error = toAppError(thrown)
        // Only bugs are worth a line: every other code is an outcome that the window shows.
        if (error.code === 'INTERNAL') logger?.log('error', 'A request failed.', { route: typeof route === 'string' ? route.slice(0, 64) : typeof route, cause: String(error.cause ?? error) })
        return { ok: false, error: error.toData() } satisfies Reply<unknown>
      }
    },
  }
}

/** Own keys only: `constructor` and `__proto__` are no routes. */
function lookUp(route: unknown): RouteName {
  if (typeof route === 'string' && Object.hasOwn(routes, route)) return route as RouteName
  throw new AppError('WRONG_USAGE', 'This request is not known.')
}

function parse(name: RouteName, input: unknown): never {
  const schema: z.ZodType = routes[name].input
  const result = schema.safeParse(input)
  // `never` fits every handler's input: the pairing of name and schema is what makes it safe, and TypeScript cannot follow it.
  if (result.success) return result.data as never
  const [issue] = result.error.issues
  const where = issue === undefined || issue.path.length === 0 ? 'The request' : `“${issue.path.join('.')}”`
  throw new AppError('WRONG_USAGE', `${where}: ${issue?.message ?? 'not in the expected form'}`)
}

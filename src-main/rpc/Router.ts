import type { z } from 'zod'
import type { OutputOf } from '../../src-shared/contract/route.ts'
import type { RouteName, Routes } from '../../src-shared/contract/routes.ts'
import type { Reply } from '../../src-shared/contract/envelope.ts'

/** A route's work: its input was parsed by the route's schema, its output crosses as plain data. Throws AppError. */
export type Handler<Name extends RouteName> =
  (input: z.output<Routes[Name]['input']>, signal: AbortSignal | undefined) => OutputOf<Routes[Name]> | Promise<OutputOf<Routes[Name]>>

/** One handler for each route and for nothing else: the list of handlers is the list of what a window can do. */
export type Handlers = { readonly [Name in RouteName]: Handler<Name> }

/** Transport-free: a host hands over what came in, and sends back what comes out. Never rejects. */
export interface Router {
  call(route: unknown, input: unknown, signal?: AbortSignal): Promise<Reply<unknown>>
}

import { AppError } from '../../../src-shared/errors/AppError.ts'

/**
 * The work's result, or CANCELLED as soon as Ctrl-C is pressed. The work is not told: the engine is closed next, which stops it at a safe point and leaves its
 * job in the library, where the next start goes on with it. (Aborting the work itself would cancel the job for good.)
 */
export async function untilInterrupted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  if (signal.aborted) {
    work.catch(() => undefined)
    throw new AppError('CANCELLED')
  }
  let onAbort: (() => void) | undefined
  const interrupted = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(new AppError('CANCELLED'))
    signal.addEventListener('abort', onAbort, { once: true })
  })
  try {
    return await Promise.race([work, interrupted])
  } finally {
    if (onAbort !== undefined) signal.removeEventListener('abort', onAbort)
    // Whatever becomes of it after an interruption has been told already.
    work.catch(() => undefined)
  }
}

/** The engine as a child process sees it. */
export interface ParentConnection {
  post(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
}

/** The part of Electron's `process.parentPort` that is used; declared here, so that nothing outside the Electron host imports electron. */
interface UtilityParentPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void
}

/**
 * Connects a child process with the engine that launched it, by fork or by utilityProcess. A forked child ends itself when the engine is gone:
 * after a kill -9 of the engine nothing may stay behind that holds gigabytes of a model.
 */
export function connectParent(): ParentConnection {
  const parentPort = (process as { parentPort?: UtilityParentPort }).parentPort
  if (parentPort !== undefined) {
    return {
      post: (message) => parentPort.postMessage(message),
      onMessage: (listener) => parentPort.on('message', (event) => listener(event.data)),
    }
  }
  if (process.send === undefined) throw new Error('This is a process of Footnote; it is started by the engine.')
  // Not `exit`: it ends threads in the middle of native work, which aborts with a report; there is nothing to put in order.
  process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'))
  return {
    post: (message) => void process.send?.(message, undefined, undefined, () => undefined),
    onMessage: (listener) => void process.on('message', listener),
  }
}

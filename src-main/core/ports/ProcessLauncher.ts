/** How a child process ended. */
export interface ProcessExit {
  readonly code: number | null
  /** For instance `SIGKILL` or `SIGSEGV`; null where the platform does not tell. */
  readonly signal: string | null
  /** Its last lines on standard error; a native assertion writes its reason there. */
  readonly lastOutput: string
}

/** A running child that speaks in structured-cloned messages (typed arrays arrive as typed arrays). */
export interface ChildProcessHandle {
  readonly pid: number | undefined
  send(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  /** Called exactly once. */
  onExit(listener: (exit: ProcessExit) => void): void
  /** Ends it at once, without asking it. */
  kill(): void
}

/** Starts child processes: `child_process.fork` in plain Node, `utilityProcess` in Electron. */
export interface ProcessLauncher {
  launch(entry: URL, name: string): ChildProcessHandle
}

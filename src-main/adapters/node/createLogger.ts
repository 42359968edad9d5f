import type { Logger } from '../../core/ports/SystemPorts.ts'

const LEVELS = ['debug', 'info', 'warn', 'error'] as const

/** One JSON line per entry to `write`, from `least` upwards. Standard output belongs to results: hosts pass standard error or a file. */
export function createLogger(write: (line: string) => void, least: (typeof LEVELS)[number] = 'info'): Logger {
  return {
    log(level, message, details) {
      if (LEVELS.indexOf(level) < LEVELS.indexOf(least)) return
      write(`${JSON.stringify({ time: new Date().toISOString(), level, message, ...details })}\n`)
    },
  }
}

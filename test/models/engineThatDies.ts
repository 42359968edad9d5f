import { startTestHost, stories } from './testModels.ts'

/** An engine with a loaded model: tells the process id of its host, then waits to be killed. */
const { host } = startTestHost()
await host.chatModel(stories).countTokens([{ role: 'user', content: 'Once' }])
process.send?.(host.pid())
setInterval(() => undefined, 60_000)

import { connectParent } from '../../../src-main/processes/connectParent.ts'

/** A table process that does what the question says: dies, or never answers. */
const parent = connectParent()
parent.onMessage((message) => {
  if (message !== null && typeof message === 'object' && 'question' in message && message.question === 'die') process.abort()
})

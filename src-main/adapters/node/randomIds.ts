import { randomBytes } from 'node:crypto'
import type { IdSource } from '../../core/ports/SystemPorts.ts'

/** 64 random bits: two of a million ids are alike with a chance of 1 to 37 million. */
export const randomIds: IdSource = { next: (prefix) => prefix + randomBytes(8).toString('hex') }

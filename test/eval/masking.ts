import { maskingTable, measureMasking } from './maskingFigures.ts'

/** `node test/eval/masking.ts`: hits and misses of the masking on the made-up set. */
process.stdout.write(`${maskingTable(measureMasking())}\n`)

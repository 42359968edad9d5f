import type { Answer } from '../../../src-shared/domain/answer.ts'
import { reportOf } from './answerReport.ts'
import type { PackFiles } from './createEvidencePack.ts'
import { reportToHtml } from './reportToHtml.ts'
import { reportToMarkdown } from './reportToMarkdown.ts'

const README = `This is the evidence for every answer of one thread of Footnote. It can be checked without Footnote, and without a network.

What lies here
  thread.html, thread.md   the questions and answers in their order, to read
  answers/                 for each answer a folder that is an evidence pack of its own, with its own README.txt, manifest and signature
  verify.mjs               checks every one of them, by its own verify.mjs

How to check it
  Unpack everything into one folder. With Node 20 or newer, and nothing else:

    node verify.mjs

  It ends with VALID, or with NOT VALID (exit code 1). Give the fingerprint of the sender's key behind it, as the README of an answer says.

  Each answer is signed by itself; thread.html and thread.md are for reading and are not signed. That no answer of the thread was left out shows in the
  numbers of their audit entries only.
`

const VERIFY_SCRIPT = `// Checks the evidence of every answer of this thread: node verify.mjs [FINGERPRINT OF THE SIGNER'S KEY]
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const answers = fileURLToPath(new URL('./answers/', import.meta.url))
const folders = readdirSync(answers, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort()
let bad = folders.length === 0 ? 1 : 0
for (const folder of folders) {
  console.log(folder)
  if (spawnSync(process.execPath, [answers + folder + '/verify.mjs', ...process.argv.slice(2)], { stdio: 'inherit' }).status !== 0) bad++
}
console.log(bad === 0 ? 'VALID: ' + folders.length + ' answers' : 'NOT VALID: ' + bad + ' of ' + folders.length + ' answers')
process.exit(bad === 0 ? 0 : 1)
`

/** The evidence packs of a thread's answers, in their order, each in a folder of its own, and what reads and checks all of them. */
export function joinPacks(title: string, packs: readonly PackFiles[]): PackFiles {
  const encode = (content: string) => new TextEncoder().encode(content)
  // As each pack tells its answer: without the folders of the sender's computer.
  const answers = packs.map((files) => JSON.parse(new TextDecoder().decode(files.get('answer.json'))) as Answer)
  const report = reportOf(answers, title)
  const joined = new Map<string, Uint8Array>([['README.txt', encode(README)], ['thread.html', encode(reportToHtml(report))], ['thread.md', encode(reportToMarkdown(report))], ['verify.mjs', encode(VERIFY_SCRIPT)]])
  const digits = String(packs.length).length
  for (const [index, files] of packs.entries()) {
    const folder = `answers/${String(index + 1).padStart(digits, '0')}-${answers[index]?.answerId ?? ''}`
    for (const [name, bytes] of files) joined.set(`${folder}/${name}`, bytes)
  }
  return joined
}

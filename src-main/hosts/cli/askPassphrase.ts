/** Reads a line from a terminal without showing it; undefined where there is no terminal, or Ctrl-C was pressed. */
export async function askPassphrase(question: string): Promise<string | undefined> {
  const { stdin, stderr } = process
  if (!stdin.isTTY || !stderr.isTTY) return undefined
  stderr.write(question)
  stdin.setRawMode(true).setEncoding('utf8').resume()
  try {
    return await new Promise<string | undefined>((resolve) => {
      let typed = ''
      const take = (text: string) => {
        for (const key of text) {
          if (key === '\r' || key === '\n') return finish(typed)
          if (key === '\u0003' || key === '\u0004') return finish(undefined)
          typed = key === '\u007f' || key === '\b' ? [...typed].slice(0, -1).join('') : typed + key
        }
      }
      const finish = (value: string | undefined) => {
        stdin.off('data', take)
        resolve(value)
      }
      stdin.on('data', take)
    })
  } finally {
    stdin.setRawMode(false).pause()
    stderr.write('\n')
  }
}

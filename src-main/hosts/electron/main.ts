import * as electron from 'electron'
import { openEngine } from '../openEngine.ts'
import { runElectron } from './runElectron.ts'

runElectron(electron, { argv: process.argv, openEngine }).catch((thrown: unknown) => {
  // A library that another Footnote holds, or one of a newer version: said in words before the application ends.
  electron.dialog.showErrorBox('Footnote could not start', thrown instanceof Error ? thrown.message : String(thrown))
  electron.app.exit(1)
})

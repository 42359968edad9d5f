import { connectParent } from '../connectParent.ts'
import { runTables } from './runTables.ts'

runTables(connectParent())

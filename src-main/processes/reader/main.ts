import { connectParent } from '../connectParent.ts'
import { runReader } from './runReader.ts'

runReader(connectParent())

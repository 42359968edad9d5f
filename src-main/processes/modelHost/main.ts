import { connectParent } from '../connectParent.ts'
import { runModelHost } from './runModelHost.ts'

runModelHost(connectParent())

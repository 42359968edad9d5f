import { createWindowClient } from './client/createWindowClient.ts'
import { mountWindow } from './app/mountWindow.tsx'

const root = document.getElementById('window')
if (root !== null) mountWindow(root, createWindowClient())

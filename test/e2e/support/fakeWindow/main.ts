/// <reference types="vite/client" />
import { mountWindow } from '../../../../src-renderer/app/mountWindow.tsx'
import { createFakeClient } from './createFakeClient.ts'

const root = document.getElementById('window')
const response = await fetch('/fake/library.json')
const { client, control } = createFakeClient(await response.json(), new URLSearchParams(location.search))
Object.assign(window, { fake: control })
if (root !== null) mountWindow(root, client)

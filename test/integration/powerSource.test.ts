import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createPowerSource } from '../../src-main/adapters/node/createPowerSource.ts'

let folder: string
beforeEach(async () => { folder = await mkdtemp(path.join(tmpdir(), 'footnote-power-')) })
afterEach(() => rm(folder, { recursive: true }))

type Supplies = Readonly<Record<string, Readonly<Record<string, string>>>>
async function plug(supplies: Supplies) {
  for (const [name, facts] of Object.entries(supplies)) {
    await mkdir(path.join(folder, name), { recursive: true })
    for (const [fact, value] of Object.entries(facts)) await writeFile(path.join(folder, name, fact), `${value}\n`)
  }
}
const battery = { type: 'Battery', status: 'Discharging', scope: 'System' }

it.each<[what: string, supplies: Supplies, onBattery: boolean]>([
  ['a desktop computer', {}, false],
  ['a laptop on its adapter', { AC: { type: 'Mains', online: '1' }, BAT0: { ...battery, status: 'Charging' } }, false],
  ['a laptop without it', { AC: { type: 'Mains', online: '0' }, BAT0: battery }, true],
  ['a laptop on a USB charger', { AC: { type: 'Mains', online: '0' }, 'ucsi-source-psy': { type: 'USB', online: '1' }, BAT0: battery }, false],
  ['a laptop that lists no adapter', { BAT0: { type: 'Battery', status: 'Discharging' } }, true],
  ['a laptop that lists no adapter, charging', { BAT0: { type: 'Battery', status: 'Charging' } }, false],
  ['a desktop computer with a wireless mouse', { hidpp_battery_0: { ...battery, scope: 'Device' } }, false],
  ['a desktop computer on a UPS', { ups: { type: 'UPS', status: 'Discharging' } }, false],
  ['a supply that says nothing', { AC: {} }, false],
])('knows what feeds %s', async (_what, supplies, onBattery) => {
  await plug(supplies)
  expect(createPowerSource(() => 0, folder).onBattery()).toBe(onBattery)
})

it('knows no battery where the system does not tell', () => {
  expect(createPowerSource(() => 0, path.join(folder, 'missing')).onBattery()).toBe(false)
})

it('notices the plug while it runs, without asking the battery for every file', async () => {
  await plug({ AC: { type: 'Mains', online: '1' }, BAT0: battery })
  let now = 0
  const power = createPowerSource(() => now, folder)
  expect(power.onBattery()).toBe(false)
  await plug({ AC: { online: '0' } })
  expect(power.onBattery()).toBe(false)
  now = 10_000
  expect(power.onBattery()).toBe(true)
})

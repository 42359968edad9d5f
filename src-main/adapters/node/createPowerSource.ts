import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { PowerSource } from '../../core/ports/PowerSource.ts'

const SUPPLIES = '/sys/class/power_supply'
/** Some drivers ask the battery's controller for each read. */
const KNOWN_FOR_MS = 5000

/**
 * What Linux says of the computer's supplies (Documentation/ABI/testing/sysfs-class-power): on battery when there is one, and no mains adapter or USB charger is
 * online; where no adapter is listed, when a battery discharges. A mouse's own battery (scope `Device`) and a UPS do not count. Elsewhere: mains.
 */
export function createPowerSource(now: () => number, folder: string = SUPPLIES): PowerSource {
  let known: { readonly at: number; readonly onBattery: boolean } | undefined
  return {
    onBattery() {
      if (known === undefined || now() - known.at >= KNOWN_FOR_MS) known = { at: now(), onBattery: runsOnBattery(folder) }
      return known.onBattery
    },
  }
}

function runsOnBattery(folder: string): boolean {
  const supplies = listed(folder).map((name) => path.join(folder, name)).filter((supply) => fact(supply, 'scope') !== 'Device')
  const batteries = supplies.filter((supply) => fact(supply, 'type') === 'Battery')
  const chargers = supplies.filter((supply) => /^(Mains|USB|Wireless)/.test(fact(supply, 'type')))
  if (batteries.length === 0) return false
  if (chargers.length > 0) return chargers.every((supply) => fact(supply, 'online') === '0')
  return batteries.some((supply) => fact(supply, 'status') === 'Discharging')
}

function listed(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function fact(supply: string, name: string): string {
  try {
    return readFileSync(path.join(supply, name), 'utf8').trim()
  } catch {
    return ''
  }
}

import type { Settings } from '../../../src-shared/domain/settings.ts'
import type { PaceReport } from '../../../src-shared/domain/status.ts'
import type { PowerSource } from '../ports/PowerSource.ts'

/** How much of the computer reading and embedding may take. Asked anew before every file and every text: pulling the plug slows down what goes on. */
export interface Pace {
  report(): PaceReport
  isGentle(): boolean
  /** Between two pieces of work, when gentle: the cores cool down and other programs come to their turn. */
  rest(): Promise<void>
}

/** Beside the tenths of a second that a page or a text takes: noticeable for the fan, not for the person who waits. */
const REST_MS = 50

export interface PaceOptions {
  readonly setting: () => Settings['reading']['pace']
  readonly power: PowerSource
  readonly restMs?: number
}

/** The pace that the setting asks for; `auto` is gentle while the computer runs on its battery. */
export function createPace({ setting, power, restMs = REST_MS }: PaceOptions): Pace {
  function report(): PaceReport {
    const wanted = setting()
    const onBattery = power.onBattery()
    if (wanted === 'full' || wanted === 'gentle') return { setting: wanted, inForce: wanted, onBattery }
    return { setting: 'auto', inForce: onBattery ? 'gentle' : 'full', onBattery }
  }

  const isGentle = () => report().inForce === 'gentle'
  return {
    report, isGentle,
    async rest() {
      if (isGentle()) await new Promise<void>((resolve) => { setTimeout(resolve, restMs) })
    },
  }
}

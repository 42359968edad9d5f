import { useEffect, useState, useSyncExternalStore } from 'react'

export interface Columns {
  readonly leftPx: number
  /** Share of the width that the source takes. */
  readonly sourceShare: number
  readonly isLeftOpen: boolean
}

export const LEFT_PX = { min: 180, max: 380 } as const
export const SOURCE_SHARE = { min: 0.26, max: 0.62 } as const

const DEFAULT: Columns = { leftPx: 232, sourceShare: 0.44, isLeftOpen: true }
const KEY = 'footnote.columns'

/** Widths of the columns, kept in this browser: they belong to the screen, not to the library. */
export function useColumns(): readonly [Columns, (change: Partial<Columns>) => void] {
  const [columns, setColumns] = useState<Columns>(read)
  useEffect(() => {
    try {
      localStorage.setItem(KEY, JSON.stringify(columns))
    } catch {
      // A page without storage has its widths for this time only.
    }
  }, [columns])
  return [columns, (change) => setColumns((current) => clamp({ ...current, ...change }))]
}

function read(): Columns {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? 'null')
    if (typeof stored !== 'object' || stored === null) return DEFAULT
    const { leftPx, sourceShare, isLeftOpen } = stored as Partial<Columns>
    return clamp({ leftPx: Number(leftPx) || DEFAULT.leftPx, sourceShare: Number(sourceShare) || DEFAULT.sourceShare, isLeftOpen: isLeftOpen !== false })
  } catch {
    return DEFAULT
  }
}

function clamp(columns: Columns): Columns {
  return {
    ...columns, leftPx: Math.min(LEFT_PX.max, Math.max(LEFT_PX.min, columns.leftPx)),
    sourceShare: Math.min(SOURCE_SHARE.max, Math.max(SOURCE_SHARE.min, columns.sourceShare)),
  }
}

/** Whether the window is at least this wide; below, a column becomes a drawer. */
export function useIsWide(minPx: number): boolean {
  const query = `(min-width: ${minPx}px)`
  return useSyncExternalStore(
    (listener) => {
      const media = window.matchMedia(query)
      media.addEventListener('change', listener)
      return () => media.removeEventListener('change', listener)
    },
    () => window.matchMedia(query).matches,
  )
}

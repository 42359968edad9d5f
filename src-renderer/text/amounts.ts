/** Numbers, sizes, times and dates in words, the same everywhere in the window. */

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
const oneDecimal = new Intl.NumberFormat('en', { maximumFractionDigits: 1 })

/** `1,204`. */
export function count(value: number): string {
  return whole.format(value)
}

/** `1 file`, `1,204 files`. */
export function plural(value: number, one: string, many: string = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`
}

/** `1.8 s`, `240 ms`, `3 min`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${whole.format(ms)} ms`
  if (ms < 60_000) return `${oneDecimal.format(ms / 1000)} s`
  if (ms < 3_600_000) return `${whole.format(Math.round(ms / 60_000))} min`
  return `${oneDecimal.format(ms / 3_600_000)} h`
}

/** `4.2 MB`; powers of 1000, as file managers show them. */
export function size(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB']
  let value = bytes
  let step = 0
  while (value >= 1000 && step < units.length - 1) {
    value /= 1000
    step += 1
  }
  return `${oneDecimal.format(value)} ${units[step] ?? ''}`
}

/** `2024-01-09` in the reader's own time zone; what is no date comes back as it is. */
export function day(iso: string): string {
  const date = new Date(iso)
  if (Number.isNaN(date.getTime())) return iso
  return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`
}

/** `2024-01-09 14:05`. */
export function dayAndTime(iso: string): string {
  const date = new Date(iso)
  if (Number.isNaN(date.getTime())) return iso
  return `${day(iso)} ${String(date.getHours()).padStart(2, '0')}:${String(date.getMinutes()).padStart(2, '0')}`
}

/** `87 %`. */
export function percent(share: number): string {
  return `${whole.format(share * 100)} %`
}

/** Three digits after the point, tabular: for scores in the audit panel. */
export function score(value: number | undefined): string {
  return value === undefined ? '' : value.toFixed(3)
}

/** The name of a stretch of time that begins at `ms`: `03-14` for a day (in UTC, as days are counted), `03-14 09:00` for an hour of local time. */
export function moment(ms: number, bucketMs: number): string {
  if (bucketMs >= 86_400_000) return new Date(ms).toISOString().slice(5, 10)
  return dayAndTime(new Date(ms).toISOString()).slice(5)
}

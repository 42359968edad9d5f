interface ProgressBarProps {
  readonly label: string
  readonly done: number
  /** Absent while unknown; the bar then only shows that something goes on. */
  readonly total?: number | undefined
  readonly valueText: string
}

export function ProgressBar({ label, done, total, valueText }: ProgressBarProps) {
  const isKnown = total !== undefined && total > 0
  const share = isKnown ? Math.min(1, done / total) : 0
  return (
    <div
      className={isKnown ? 'progress' : 'progress progress--unknown'} role="progressbar" aria-label={label} aria-valuetext={valueText}
      {...(isKnown ? { 'aria-valuemin': 0, 'aria-valuemax': total, 'aria-valuenow': Math.min(done, total) } : {})}
    >
      <span className="progress__done" style={isKnown ? { width: `${share * 100}%` } : undefined} />
    </div>
  )
}

import { RadioGroup } from 'radix-ui'

interface ChoiceProps<Value extends string> {
  readonly label: string
  readonly value: Value
  readonly options: Readonly<Record<Value, string>>
  readonly disabled?: readonly Value[]
  readonly onChange: (value: Value) => void
}

/** One of a few values, all visible. */
export function Choice<Value extends string>({ label, value, options, disabled = [], onChange }: ChoiceProps<Value>) {
  return (
    <RadioGroup.Root className="choice" aria-label={label} value={value} onValueChange={(next) => onChange(next as Value)} orientation="horizontal">
      {(Object.keys(options) as Value[]).map((option) => (
        <RadioGroup.Item key={option} value={option} className="choice__item" disabled={disabled.includes(option)}>{options[option]}</RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  )
}

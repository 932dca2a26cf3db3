import { UnstyledButton } from '@mantine/core'
import classes from './chips.module.css'

interface ChipsProps<V extends string> {
  readonly label: string
  readonly value: V
  readonly options: readonly (readonly [value: V, label: string])[]
  readonly onChange: (value: V) => void
}

/** One of a few, in a row that scrolls by itself on a phone. */
export function Chips<V extends string>({ label, value, options, onChange }: ChipsProps<V>) {
  return (
    <fieldset className={classes.row} aria-label={label}>
      {options.map(([each, text]) => (
        <UnstyledButton
          key={each}
          className={classes.chip}
          aria-pressed={each === value}
          onClick={() => onChange(each)}
        >
          {text}
        </UnstyledButton>
      ))}
    </fieldset>
  )
}

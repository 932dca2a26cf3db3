import { Fragment, type ReactNode } from 'react'
import classes from './facts.module.css'

interface FactsProps {
  /** What is known about one thing: word and value. What is absent is left out. */
  readonly items: readonly (readonly [label: string, value: ReactNode])[]
}

/** Names on the left, values on the right. */
export function Facts({ items }: FactsProps) {
  return (
    <dl className={classes.list}>
      {items
        .filter(([, value]) => value !== null && value !== undefined && value !== false)
        .map(([label, value]) => (
          <Fragment key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </Fragment>
        ))}
    </dl>
  )
}

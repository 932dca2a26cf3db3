import { Skeleton } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './figures.module.css'

export interface Figure {
  readonly label: string
  readonly value: ReactNode
  readonly note?: ReactNode
}

/** Numbers that say how it goes: what, how much, how it changed. */
export function Figures({ label, figures }: { readonly label: string; readonly figures: readonly Figure[] }) {
  return (
    <section aria-label={label}>
      <dl className={classes.figures}>
        {figures.map(({ label: name, value, note }) => (
          <div key={name} className={classes.figure}>
            <dt>{name}</dt>
            <dd className={classes.value}>{value}</dd>
            <dd className={classes.note}>{note}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

/** How a number changed, in the colour of what that means. */
export function Change({ tone, children }: { readonly tone: 'good' | 'bad' | 'plain'; readonly children: ReactNode }) {
  return <b data-tone={tone}>{children}</b>
}

export function FiguresSkeleton() {
  return (
    <div className={classes.figures}>
      {['1', '2', '3', '4'].map(each => (
        <Skeleton key={each} height={104} radius="lg" />
      ))}
    </div>
  )
}

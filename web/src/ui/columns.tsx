import type { ReactNode } from 'react'
import classes from './columns.module.css'

interface ColumnsProps {
  readonly children: ReactNode
  /** Narrower, at the right; below on a phone. */
  readonly aside: ReactNode
}

export function Columns({ children, aside }: ColumnsProps) {
  return (
    <div className={classes.columns}>
      <div className={classes.stack}>{children}</div>
      <div className={classes.stack}>{aside}</div>
    </div>
  )
}

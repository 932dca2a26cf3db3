import { Portal } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './deed.module.css'

/** Where the shell shows it. */
export const DEED_PLACE = 'deed'

interface DeedProps {
  /** One button, or two. */
  readonly children: ReactNode
}

/** What a page is there to do, at the foot of a phone instead of the tabs. On a wide window nothing is shown. */
export function Deed({ children }: DeedProps) {
  return (
    <Portal target={`#${DEED_PLACE}`}>
      <div className={classes.deed}>{children}</div>
    </Portal>
  )
}

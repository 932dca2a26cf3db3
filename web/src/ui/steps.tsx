import { Text } from '@mantine/core'
import { IconArrowBackUp, IconCheck, IconMinus, IconX } from '@tabler/icons-react'
import classes from './steps.module.css'

export interface Step {
  readonly key: string
  readonly title: string
  readonly detail?: string | null
  /** `action`: it waits for a person. */
  readonly state: 'done' | 'now' | 'action' | 'next' | 'failed' | 'undone' | 'skipped'
}

/** What has happened, what happens now, what comes. */
export function Steps({ steps, label }: { readonly steps: readonly Step[]; readonly label: string }) {
  return (
    <ol className={classes.steps} aria-label={label}>
      {steps.map(({ key, title, detail, state }) => (
        <li
          key={key}
          className={classes.step}
          data-state={state}
          aria-current={state === 'now' || state === 'action' ? 'step' : undefined}
        >
          <span className={classes.sign} aria-hidden="true">
            {state === 'done' && <IconCheck size={15} stroke={3} />}
            {state === 'failed' && <IconX size={15} stroke={3} />}
            {state === 'undone' && <IconArrowBackUp size={15} stroke={3} />}
            {state === 'skipped' && <IconMinus size={15} stroke={3} />}
          </span>
          <div>
            <Text fw={600}>{title}</Text>
            {detail && (
              <Text size="sm" c="dimmed">
                {detail}
              </Text>
            )}
          </div>
        </li>
      ))}
    </ol>
  )
}

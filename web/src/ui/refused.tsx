import { Alert, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { correlationOf, Refusal } from '../api/problem.ts'

interface RefusedProps {
  /** What a request ended with; null for nothing. */
  readonly error: unknown
  /** What else is to be said or done about it. */
  readonly children?: ReactNode
}

/** Why something was not done, where the form has no field for it. Live for screen readers. */
export function Refused({ error, children }: RefusedProps) {
  return (
    <div aria-live="polite" className="live">
      {error ? <Notice error={error}>{children}</Notice> : null}
    </div>
  )
}

function Notice({ error, children }: RefusedProps) {
  const { t } = useTranslation()
  if (error instanceof Refusal)
    return (
      <Alert color="crimson" icon={<IconAlertTriangle />} title={error.message}>
        {children}
      </Alert>
    )
  return (
    <Alert color="crimson" icon={<IconAlertTriangle />} title={t('failure.notDone')}>
      {correlationOf(error) && <Text size="xs">{correlationOf(error)}</Text>}
    </Alert>
  )
}

import { Alert, Button, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconClock } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { AttemptState } from '../api/attempt.ts'
import { correlationOf } from '../api/problem.ts'

interface AttemptNoticeProps {
  readonly state: AttemptState
  readonly onRetry: () => void
  /** Refusals whose fields the form shows itself are left out here. */
  readonly fields?: readonly string[]
}

/** What became of an attempt: asked for again, unknown, or refused. Live for screen readers. */
export function AttemptNotice({ state, onRetry, fields = [] }: AttemptNoticeProps) {
  return (
    <div aria-live="polite" className="live">
      <Notice state={state} onRetry={onRetry} fields={fields} />
    </div>
  )
}

function Notice({ state, onRetry, fields = [] }: AttemptNoticeProps) {
  const { t } = useTranslation()
  switch (state.phase) {
    case 'idle':
      return null
    case 'sending':
      return state.again ? <Alert color="indigo" icon={<IconClock />} title={t('attempt.asking')} /> : null
    case 'refused': {
      const shown = Object.keys(state.refusal.fields).some(field => fields.includes(field))
      return shown ? null : <Alert color="crimson" icon={<IconAlertTriangle />} title={state.refusal.message} />
    }
    case 'unknown':
      return (
        <Alert color="amber" icon={<IconAlertTriangle />} title={t('attempt.unknown')}>
          <Stack gap="sm" align="flex-start">
            <Text size="sm">{t('attempt.unknownText')}</Text>
            <Button size="sm" variant="default" onClick={onRetry}>
              {t('attempt.check')}
            </Button>
            {correlationOf(state.error) && <Text size="xs">{correlationOf(state.error)}</Text>}
          </Stack>
        </Alert>
      )
  }
}

import { Alert, Badge, Button, Group, Progress, Stack, Text } from '@mantine/core'
import { useInterval } from '@mantine/hooks'
import { IconAlertTriangle, IconCircleCheck, IconShieldCheck } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answerOf, api } from '../../../../api/client.ts'
import { formatNumber } from '../../../../ui/format.ts'
import { Panel } from '../../../../ui/panel.tsx'
import { Failure } from '../../../../ui/states.tsx'
import { Payload } from '../payload.tsx'
import classes from './verify.module.css'

const TICK_MS = 1_000
const verifyLedger = () => answerOf(api.GET('/api/money/ledger/verify'))
type Verified = Awaited<ReturnType<typeof verifyLedger>>
type Check = Verified['checks'][number]

/** Adds the whole book up anew, and says what does not agree. */
export function Verify() {
  const { t } = useTranslation('operations')
  const [seconds, setSeconds] = useState(0)
  const clock = useInterval(() => setSeconds(count => count + 1), TICK_MS)
  const verifying = useMutation({
    mutationFn: verifyLedger,
    onMutate: () => {
      setSeconds(0)
      clock.start()
    },
    onSettled: () => clock.stop(),
  })
  const { data, error, isPending, mutate } = verifying
  return (
    <Panel
      title={t('ledger.verify')}
      actions={
        <Button
          variant={data ? 'default' : 'filled'}
          leftSection={<IconShieldCheck size={18} stroke={1.8} />}
          onClick={() => mutate()}
          loading={isPending}
        >
          {data ? t('ledger.verifyAgain') : t('ledger.verify')}
        </Button>
      }
    >
      <Stack gap="md" aria-live="polite">
        <Text c="dimmed">{t('ledger.verifyText')}</Text>
        {isPending && (
          <>
            <Progress value={100} animated aria-label={t('ledger.verify')} />
            <Text size="sm">{t('ledger.verifying', { seconds: formatNumber(seconds) })}</Text>
          </>
        )}
        {error && <Failure error={error} onRetry={() => mutate()} />}
        {data && !isPending && <Result verified={data} seconds={seconds} />}
      </Stack>
    </Panel>
  )
}

function Result({ verified: { sound, checks }, seconds }: { readonly verified: Verified; readonly seconds: number }) {
  const { t } = useTranslation('operations')
  const differences = checks.reduce((sum, check) => sum + check.differences.length, 0)
  return (
    <>
      <Alert
        color={sound ? 'pine' : 'crimson'}
        icon={sound ? <IconCircleCheck /> : <IconAlertTriangle />}
        title={sound ? t('ledger.sound') : t('ledger.unsound', { count: differences })}
      >
        {sound && t('ledger.soundText', { count: checks.length, seconds: formatNumber(seconds) })}
      </Alert>
      <ul className={classes.checks}>
        {checks.map(check => (
          <li key={check.name}>
            <CheckResult check={check} />
          </li>
        ))}
      </ul>
    </>
  )
}

function CheckResult({ check: { name, differences } }: { readonly check: Check }) {
  const { t } = useTranslation('operations')
  const count = differences.length
  return (
    <>
      <Group justify="space-between" gap="xs" wrap="nowrap">
        <Text size="sm">{t(`ledger.checks.${name}` as never, { defaultValue: name })}</Text>
        <Badge color={count === 0 ? 'pine' : 'crimson'}>
          {count === 0 ? t('ledger.passed') : t('ledger.failed', { count })}
        </Badge>
      </Group>
      {count > 0 && <Payload value={differences} />}
    </>
  )
}

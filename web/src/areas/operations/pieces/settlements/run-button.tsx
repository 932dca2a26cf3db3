import type { Schemas } from '@madang/client'
import { Button, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useDisclosure } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { IconPlayerPlay } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAttempt } from '../../../../api/attempt.ts'
import { answerOf, api } from '../../../../api/client.ts'
import { AttemptNotice } from '../../../../ui/attempt-notice.tsx'
import { Confirm } from '../../../../ui/confirm.tsx'
import { formatDate, today } from '../../../../ui/format.ts'

/** Settles a business date by hand: it pays out, so it asks first. */
export function RunButton() {
  const { t } = useTranslation('operations')
  const queries = useQueryClient()
  const formId = useId()
  const [opened, { open, close }] = useDisclosure(false)
  const [date, setDate] = useState(today())
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { businessDate: date },
    onValuesChange: ({ businessDate }) => setDate(businessDate),
    validate: { businessDate: value => (value === '' ? t('settlements.needDate') : null) },
  })
  const attempt = useAttempt<{ businessDate: string }, Schemas['SettlementRun']>({
    form: 'settlements.run',
    send: (body, key) =>
      answerOf(
        api.POST('/api/settlements/run', {
          params: { header: { 'Idempotency-Key': key, Prefer: 'wait=5' } },
          body,
        }),
      ),
    async onDone({ started, retried }) {
      const count = started + retried
      const message = count === 0 ? t('settlements.runNothing') : t('settlements.runStarted', { count })
      notifications.show({ message, color: count === 0 ? 'gray' : 'pine' })
      close()
      await queries.invalidateQueries({ queryKey: ['settlements'] })
    },
  })
  const refused = attempt.state.phase === 'refused' ? attempt.state.refusal.fields.businessDate : undefined
  return (
    <>
      <Button onClick={open} leftSection={<IconPlayerPlay size={18} stroke={1.8} />}>
        {t('settlements.run')}
      </Button>
      <Confirm
        opened={opened}
        onClose={close}
        title={t('settlements.runTitle')}
        action={date === '' ? t('settlements.run') : t('settlements.runNow', { date: formatDate(date) })}
        form={formId}
        busy={attempt.busy}
      >
        <form id={formId} onSubmit={form.onSubmit(attempt.submit)} noValidate>
          <Stack gap="md">
            <Text>{t('settlements.runText')}</Text>
            <TextInput
              type="date"
              label={t('settlements.date')}
              max={today()}
              key={form.key('businessDate')}
              {...form.getInputProps('businessDate')}
              error={refused ?? form.errors.businessDate}
            />
            <AttemptNotice state={attempt.state} onRetry={attempt.retry} fields={['businessDate']} />
          </Stack>
        </form>
      </Confirm>
    </>
  )
}

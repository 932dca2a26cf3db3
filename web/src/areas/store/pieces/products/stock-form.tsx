import { Button, SegmentedControl, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAttempt } from '../../../../api/attempt.ts'
import { answerOf, api } from '../../../../api/client.ts'
import { AttemptNotice } from '../../../../ui/attempt-notice.tsx'
import { focusFirstWrong, showAtFields } from '../../../../ui/form.ts'
import { readCount } from '../count-text.ts'

const FIELDS = ['count', 'reason'] as const
const PLACES = { stock_below_reserved: 'count', stock_over_limit: 'count' }
const REASON_CHARS_MAX = 200

type Way = 'in' | 'out'
interface Move {
  readonly change: number
  readonly reason: string
}

/** Counts pieces in as they arrive, or out as they are lost; each with its reason. */
export function StockForm({ productId }: { readonly productId: string }) {
  const { t } = useTranslation('store')
  const [way, setWay] = useState<Way>('in')
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { count: '', reason: '' },
    validate: {
      count: text => (readCount(text) ? null : t('stock.needCount')),
      reason: text => (text.trim() || way === 'in' ? null : t('stock.needReason')),
    },
  })
  const attempt = useMove(productId, form)
  const submit = ({ count, reason }: { count: string; reason: string }) => {
    const pieces = readCount(count) ?? 0
    attempt.submit({ change: way === 'in' ? pieces : -pieces, reason: reason.trim() || t('stock.receivedReason') })
  }
  return (
    <form noValidate onSubmit={form.onSubmit(submit, focusFirstWrong(form))}>
      <Stack gap="md">
        <SegmentedControl
          size="md"
          aria-label={t('stock.way')}
          value={way}
          onChange={next => setWay(next as Way)}
          data={[
            { value: 'in', label: t('stock.in') },
            { value: 'out', label: t('stock.out') },
          ]}
        />
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <TextInput
            label={t('stock.count')}
            inputMode="numeric"
            autoComplete="off"
            key={form.key('count')}
            {...form.getInputProps('count')}
          />
          <TextInput
            label={t('stock.reason')}
            placeholder={way === 'in' ? t('stock.receivedReason') : t('stock.lostReason')}
            maxLength={REASON_CHARS_MAX}
            key={form.key('reason')}
            {...form.getInputProps('reason')}
          />
        </SimpleGrid>
        <AttemptNotice state={attempt.state} onRetry={attempt.retry} fields={['change', 'reason']} />
        <Button type="submit" loading={attempt.busy}>
          {t(`stock.${way}Do`)}
        </Button>
      </Stack>
    </form>
  )
}

type Form = Parameters<typeof showAtFields<{ count: string; reason: string }>>[0] & { readonly reset: () => void }

function useMove(productId: string, form: Form) {
  const { t } = useTranslation('store')
  const queries = useQueryClient()
  return useAttempt<Move, unknown>({
    form: `stock.${productId}`,
    send: (body, key) => {
      const params = { path: { id: productId }, header: { 'Idempotency-Key': key } }
      return answerOf(api.POST('/api/products/{id}/stock', { params, body }))
    },
    async onDone() {
      notifications.show({ message: t('stock.moved'), color: 'pine' })
      form.reset()
      await Promise.all(['stock', 'products'].map(key => queries.invalidateQueries({ queryKey: [key] })))
    },
    onRefused: refusal => showAtFields(form, refusal, FIELDS, PLACES),
  })
}

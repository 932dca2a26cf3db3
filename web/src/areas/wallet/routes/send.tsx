import type { Remittance } from '@madang/client'
import { useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAttempt } from '../../../api/attempt.ts'
import { answerOf, api } from '../../../api/client.ts'
import { AttemptNotice } from '../../../ui/attempt-notice.tsx'
import { Page } from '../../../ui/page.tsx'
import { balanceQuery, linkedAccountQuery, recentRemittancesQuery } from '../pieces/queries.ts'
import { AmountStep } from '../pieces/send/amount-step.tsx'
import { RecipientStep } from '../pieces/send/recipient-step.tsx'
import type { Recipient, Sending } from '../pieces/send/recipients.ts'
import { FormSkeleton } from '../pieces/skeletons.tsx'
import { useAmount } from '../pieces/use-amount.ts'

export const Route = createFileRoute('/wallet/send')({
  validateSearch: ({ to }: Record<string, unknown>): { to?: 'bank' } => (to === 'bank' ? { to } : {}),
  loader: ({ context: { queryClient } }) =>
    Promise.all([
      queryClient.ensureQueryData(balanceQuery()),
      queryClient.ensureQueryData(linkedAccountQuery()),
      queryClient.ensureQueryData(recentRemittancesQuery()),
    ]),
  component: SendPage,
  pendingComponent: FormSkeleton,
})

function SendPage() {
  const { t } = useTranslation('wallet')
  const navigate = Route.useNavigate()
  const { to } = Route.useSearch()
  const { data: account } = useSuspenseQuery(linkedAccountQuery())
  const { data: balance } = useSuspenseQuery(balanceQuery())
  const available = balance.available ?? 0
  const [recipient, setRecipient] = useState<Recipient | null>(null)
  const amount = useAmount(account ? {} : { max: available, maxText: t('send.overBalance') })
  const attempt = useAttempt<Sending, Remittance>({
    form: 'remittance',
    send: (body, key) =>
      answerOf(api.POST('/api/remittances', { params: { header: { 'Idempotency-Key': key } }, body })),
    onDone: ({ id }) => navigate({ to: '/wallet/remittances/$id', params: { id } }),
    onRefused: refusal => recipient !== null && amount.refuse(refusal),
  })
  if (recipient)
    return (
      <Page title={t('send.page')}>
        <AmountStep
          {...{ recipient, available, account, amount, attempt }}
          onBack={() => {
            attempt.reset()
            setRecipient(null)
          }}
        />
      </Page>
    )
  return (
    <Page title={t('send.page')} subtitle={t('send.subtitle')}>
      <AttemptNotice state={attempt.state} onRetry={attempt.retry} />
      <RecipientStep
        kind={to ?? 'member'}
        onKind={kind => void navigate({ search: kind === 'bank' ? { to: 'bank' } : {}, replace: true })}
        onFound={setRecipient}
      />
    </Page>
  )
}

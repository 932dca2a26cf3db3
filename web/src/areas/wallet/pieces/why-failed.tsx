import { Alert, Stack, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { LinkButton } from '../../../ui/links.tsx'
import { type Reason, reasonOf } from './progress.ts'

/** Where the way out leads; the rest is said in words. */
const WAYS: Partial<Record<Reason, '/wallet/accounts' | '/wallet/top-up'>> = {
  account_not_linked: '/wallet/accounts',
  account_closed: '/wallet/accounts',
  account_forgotten: '/wallet/accounts',
  insufficient_funds: '/wallet/top-up',
}

/** Why money did not move, and what to do about it. */
export function WhyFailed({ reason }: { readonly reason: string | null }) {
  const { t } = useTranslation('wallet')
  const known = reasonOf(reason)
  const way = WAYS[known]
  return (
    <Alert color="crimson" icon={<IconAlertTriangle />} title={t(`reason.${known}.title`)}>
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{t(`reason.${known}.text`)}</Text>
        {way && (
          <LinkButton to={way} size="sm" variant="default">
            {t(way === '/wallet/accounts' ? 'account.see' : 'topUp.actionBare')}
          </LinkButton>
        )}
      </Stack>
    </Alert>
  )
}

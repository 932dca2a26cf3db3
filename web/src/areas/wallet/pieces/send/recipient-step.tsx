import { Card, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Chips } from '../../../../ui/chips.tsx'
import { BankForm } from './bank-form.tsx'
import { MemberForm } from './member-form.tsx'
import { Recents } from './recents.tsx'
import type { Recipient } from './recipients.ts'

interface RecipientStepProps {
  readonly kind: Recipient['kind']
  readonly onKind: (kind: Recipient['kind']) => void
  readonly onFound: (recipient: Recipient) => void
}

/** Whom to send to; nothing is asked about the amount before they are found. */
export function RecipientStep({ kind, onKind, onFound }: RecipientStepProps) {
  const { t } = useTranslation('wallet')
  return (
    <Card maw={560}>
      <Stack gap="lg">
        <Chips
          label={t('send.kind')}
          value={kind}
          onChange={onKind}
          options={[
            ['member', t('send.toMember')],
            ['bank', t('send.toBank')],
          ]}
        />
        {kind === 'member' ? <MemberForm onFound={onFound} /> : <BankForm onFound={onFound} />}
        <Recents onFound={onFound} />
      </Stack>
    </Card>
  )
}

import { Card } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { LinkButton } from '../../../ui/links.tsx'
import { Empty } from '../../../ui/states.tsx'

/** Instead of a form that needs a linked account. */
export function NeedsAccount({ children }: { readonly children: string }) {
  const { t } = useTranslation('wallet')
  return (
    <Card maw={560}>
      <Empty title={t('account.none')} action={<LinkButton to="/wallet/accounts">{t('account.link')}</LinkButton>}>
        {children}
      </Empty>
    </Card>
  )
}

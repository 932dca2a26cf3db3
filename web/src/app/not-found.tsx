import { useTranslation } from 'react-i18next'
import { LinkButton } from '../ui/links.tsx'
import { Empty } from '../ui/states.tsx'

export function NotFound() {
  const { t } = useTranslation()
  return (
    <Empty title={t('notFound.title')} action={<LinkButton to="/">{t('notFound.home')}</LinkButton>}>
      {t('notFound.text')}
    </Empty>
  )
}

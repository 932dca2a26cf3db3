import { useTranslation } from 'react-i18next'
import { LinkButton } from '../../../../ui/links.tsx'
import { Empty } from '../../../../ui/states.tsx'

export function EmptyCart() {
  const { t } = useTranslation('shop')
  return (
    <Empty title={t('cart.empty')} action={<LinkButton to="/shop">{t('cart.goShopping')}</LinkButton>}>
      {t('cart.emptyText')}
    </Empty>
  )
}

import { Group } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { LinkButton } from '../../../../ui/links.tsx'
import type { CheckoutSearch } from './search.ts'
import type { FailureKind } from './stage.ts'

interface NextProps {
  readonly kind: FailureKind
  /** What to open to order the same again. */
  readonly again: CheckoutSearch
}

/** The way on from an order that came to nothing. */
export function Next({ kind, again }: NextProps) {
  const { t } = useTranslation('shop')
  const isOfGoods = kind === 'stock' || kind === 'gone'
  return (
    <Group gap="xs">
      {kind === 'balance' && (
        <LinkButton to="/wallet/top-up" size="sm">
          {t('method.topUp')}
        </LinkButton>
      )}
      {isOfGoods && again.product !== undefined ? (
        <LinkButton to="/shop/products/$id" params={{ id: again.product }} variant="default" size="sm">
          {t('checkout.toProduct')}
        </LinkButton>
      ) : isOfGoods ? (
        <LinkButton to="/shop/cart" variant="default" size="sm">
          {t('checkout.toCart')}
        </LinkButton>
      ) : (
        <LinkButton to="/shop/checkout" search={again} variant="default" size="sm">
          {t('checkout.again')}
        </LinkButton>
      )}
    </Group>
  )
}

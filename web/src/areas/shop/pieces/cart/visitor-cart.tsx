import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useWishes } from '../../../../api/cart.ts'
import { setWish } from '../../../../api/wishes.ts'
import { LinkButton } from '../../../../ui/links.tsx'
import { useLocal } from '../../../../ui/local.ts'
import { CardSkeleton, Failure } from '../../../../ui/states.tsx'
import { productsByIds } from '../queries.ts'
import { tellRemoved } from '../toasts.tsx'
import { CartView } from './cart-view.tsx'
import { EmptyCart } from './empty-cart.tsx'
import { type Line, linesOfWishes } from './lines.ts'

/** What a visitor has put together: it goes into their cart when they log in. */
export function VisitorCart() {
  const { t } = useTranslation('shop')
  const wishes = useWishes()
  const found = useQuery(productsByIds(wishes.map(({ productId }) => productId)))
  const remove = useRemove()
  if (wishes.length === 0) return <EmptyCart />
  if (found.isPending) return <CardSkeleton rows={wishes.length} />
  if (found.isError) return <Failure error={found.error} onRetry={() => void found.refetch()} />
  return (
    <CartView
      lines={linesOfWishes(wishes, found.data)}
      onQuantity={({ productId }, quantity) => setWish(productId, quantity)}
      onRemove={line => remove([line])}
      onClean={remove}
      deed={(_, currency) => (
        <>
          <LinkButton to="/login" search={{ next: '/shop/cart' }} size="lg" fullWidth>
            {t('cart.logIn')}
          </LinkButton>
          {currency === null && (
            <Text size="sm" c="dimmed" ta="center">
              {t('cart.logInText')}
            </Text>
          )}
        </>
      )}
    />
  )
}

function useRemove(): (lines: readonly Line[]) => void {
  const { t } = useTranslation('shop')
  const local = useLocal()
  return lines => {
    for (const { productId } of lines) setWish(productId, 0)
    const [first, ...others] = lines
    if (!first) return
    const message =
      others.length === 0
        ? t('cart.removed', { name: local(first.name) })
        : t('cart.removedSome', { count: lines.length })
    tellRemoved(message, t('cart.undo'), () => {
      for (const { productId, quantity } of lines) setWish(productId, quantity)
    })
  }
}

import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { cartQuery } from '../../../../api/cart.ts'
import { LinkButton } from '../../../../ui/links.tsx'
import { useLocal } from '../../../../ui/local.ts'
import { productsByIds } from '../queries.ts'
import { tellRemoved, useTellError } from '../toasts.tsx'
import { CartView } from './cart-view.tsx'
import { EmptyCart } from './empty-cart.tsx'
import { type Line, linesOfCart } from './lines.ts'
import { useAddToCart, useQuantity, useRemoval } from './use-cart.ts'

export function MemberCart() {
  const { data: cart } = useSuspenseQuery(cartQuery())
  const { data: products } = useQuery(productsByIds(cart.items.map(({ productId }) => productId)))
  const quantity = useQuantity()
  const remove = useRemove()
  const onError = useTellError()
  const lines = linesOfCart(cart.items, products)
  if (lines.length === 0) return <EmptyCart />
  return (
    <CartView
      lines={lines}
      onQuantity={({ productId }, pieces) => quantity.mutate({ productId, quantity: pieces }, { onError })}
      onRemove={line => remove([line])}
      onClean={remove}
      deed={(label, currency, blocked) => (
        <LinkButton to="/shop/checkout" search={currency ? { currency } : {}} size="lg" fullWidth disabled={blocked}>
          {label}
        </LinkButton>
      )}
    />
  )
}

/** Takes lines out, and says how to have them back. */
function useRemove(): (lines: readonly Line[]) => void {
  const { t } = useTranslation('shop')
  const local = useLocal()
  const removal = useRemoval()
  const adding = useAddToCart()
  const onError = useTellError()
  return lines => {
    for (const { productId } of lines) removal.mutate({ productId }, { onError })
    const [first, ...others] = lines
    if (!first) return
    const message =
      others.length === 0
        ? t('cart.removed', { name: local(first.name) })
        : t('cart.removedSome', { count: lines.length })
    tellRemoved(message, t('cart.undo'), () => {
      for (const { productId, quantity } of lines) adding.mutate({ productId, quantity }, { onError })
    })
  }
}

import { createFileRoute } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { cartQuery } from '../../../api/cart.ts'
import { currentSession } from '../../../api/session.ts'
import { useUser } from '../../../api/use-session.ts'
import { Page } from '../../../ui/page.tsx'
import { CardSkeleton } from '../../../ui/states.tsx'
import { MemberCart } from '../pieces/cart/member-cart.tsx'
import { VisitorCart } from '../pieces/cart/visitor-cart.tsx'

export const Route = createFileRoute('/shop/cart')({
  loader: async ({ context: { queryClient } }) => {
    if (currentSession()) await queryClient.ensureQueryData(cartQuery())
  },
  component: CartPage,
  pendingComponent: CartSkeleton,
})

function CartPage() {
  const { t } = useTranslation('shop')
  const user = useUser()
  return <Page title={t('cart.title')}>{user ? <MemberCart /> : <VisitorCart />}</Page>
}

function CartSkeleton() {
  const { t } = useTranslation('shop')
  return (
    <Page title={t('cart.title')}>
      <CardSkeleton rows={4} />
    </Page>
  )
}

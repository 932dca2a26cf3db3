import { useTranslation } from 'react-i18next'
import { useCartCount } from '../api/cart.ts'
import classes from './cart-badge.module.css'

const SHOWN_MAX = 99

/** How many products are in the cart, at the corner of its sign. */
export function CartBadge() {
  const { t } = useTranslation()
  const count = useCartCount()
  if (count === 0) return null
  return (
    <span className={classes.badge}>
      <span aria-hidden="true">{count > SHOWN_MAX ? `${SHOWN_MAX}+` : count}</span>
      <span className="sr-only">{t('shell.inCart', { count })}</span>
    </span>
  )
}

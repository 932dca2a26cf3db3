import type { AreaPage } from './areas.ts'
import classes from './cart-badge.module.css'
import { CartBadge } from './cart-badge.tsx'

interface PageSignProps {
  readonly page: Pick<AreaPage, 'to' | 'icon'>
  readonly size: number
}

/** The sign of a page; the cart's says how much is in it. */
export function PageSign({ page: { to, icon: Sign }, size }: PageSignProps) {
  return (
    <span className={classes.sign}>
      <Sign size={size} stroke={1.8} aria-hidden />
      {to === '/shop/cart' && <CartBadge />}
    </span>
  )
}

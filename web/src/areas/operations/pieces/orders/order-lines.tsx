import type { Order } from '@madang/client'
import { useTranslation } from 'react-i18next'
import type { Language } from '../../../../i18n/index.ts'
import { formatMoney } from '../../../../ui/format.ts'
import { Money } from '../../../../ui/money.tsx'
import { Status } from '../../../../ui/status.tsx'
import classes from './order-lines.module.css'

/** What was bought; how far each line has been shipped, by its sender. */
export function OrderLines({ order: { items, shipments, currency } }: { readonly order: Order }) {
  const { t, i18n } = useTranslation('operations')
  return (
    <ul className={classes.lines}>
      {items.map(({ productId, name, price, quantity, total }) => {
        const shipment = shipments.find(({ productIds }) => productIds.includes(productId))
        return (
          <li key={productId} className={classes.line}>
            <div>
              <strong>{name[i18n.language as Language]}</strong>
              <div className={classes.small}>
                {t('orders.quantity', { price: formatMoney(price, currency), count: quantity })}
              </div>
            </div>
            <div className={classes.end}>
              <Money amount={total} currency={currency} fw={600} />
              {shipment && <Status of="shipment" status={shipment.status} />}
            </div>
          </li>
        )
      })}
    </ul>
  )
}

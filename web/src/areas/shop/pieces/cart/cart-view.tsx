/** A cart by currency: each currency is an order of its own. */
import { Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { formatMoney } from '../../../../ui/format.ts'
import classes from '../columns.module.css'
import { byCurrency } from '../sums.ts'
import { CartList, type LineDeeds } from './cart-list.tsx'
import { CartSum } from './cart-sum.tsx'
import type { Line } from './lines.ts'

interface CartViewProps extends LineDeeds {
  readonly lines: readonly Line[]
  readonly onClean: (lines: readonly Line[]) => void
  /** The button of an order; `currency` is null where the cart holds only one. */
  readonly deed: (label: string, currency: string | null, blocked: boolean) => ReactNode
}

export function CartView({ lines, onClean, deed, ...deeds }: CartViewProps) {
  const { t } = useTranslation('shop')
  const parts = byCurrency(lines)
  const isMixed = parts.length > 1
  return (
    <Stack gap="lg">
      {isMixed && (
        <Text c="dimmed" mt="-sm">
          {t('cart.mixed')}
        </Text>
      )}
      {parts.map(([currency, own]) => (
        <div key={currency} className={classes.columns}>
          <CartList lines={own} label={isMixed ? t('cart.linesIn', { currency }) : t('cart.lines')} {...deeds} />
          <div className={classes.aside}>
            <CartSum
              lines={own}
              currency={currency}
              onClean={onClean}
              deed={(total, blocked) =>
                deed(t('cart.order', { amount: formatMoney(total, currency) }), isMixed ? currency : null, blocked)
              }
            />
          </div>
        </div>
      ))}
    </Stack>
  )
}

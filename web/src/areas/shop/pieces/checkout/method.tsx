/** How it is paid: from the wallet, which says what will be left or what is missing, or by card. */
import { Radio, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { formatMoney } from '../../../../ui/format.ts'
import { LinkButton } from '../../../../ui/links.tsx'
import { balance } from '../queries.ts'
import { minus } from '../sums.ts'
import { CardFields, type UsedCardForm } from './card-form.tsx'
import classes from './method.module.css'

export type Method = 'wallet' | 'card'

/** The wallet can be filled from the bank in won only. */
const TOP_UP_CURRENCY = 'KRW'

/** What would be left in the wallet; below nothing where that much is missing, null while it is not known. */
export function useLeft(total: number, currency: string): number | null {
  const { data } = useQuery(balance())
  if (!data) return null
  const own = data.balances.find(each => each.currency === currency)?.available ?? 0
  return minus(own, total, currency)
}

interface MethodChoiceProps {
  readonly value: Method
  readonly onChange: (method: Method) => void
  /** See `useLeft`. */
  readonly left: number | null
  readonly currency: string
  readonly card: UsedCardForm
}

export function MethodChoice({ value, onChange, left, currency, card }: MethodChoiceProps) {
  const { t } = useTranslation('shop')
  return (
    <Radio.Group value={value} onChange={chosen => onChange(chosen as Method)} aria-label={t('checkout.method')}>
      <Stack gap="xs">
        <div className={classes.choice} data-chosen={value === 'wallet' || undefined}>
          <Radio
            value="wallet"
            label={t('method.wallet')}
            description={<WalletText left={left} currency={currency} />}
            classNames={{
              root: classes.root,
              body: classes.body,
              label: classes.label,
              description: classes.description,
            }}
          />
          {left !== null && left < 0 && currency === TOP_UP_CURRENCY && (
            <LinkButton to="/wallet/top-up" variant="default" size="sm" className={classes.aside}>
              {t('method.topUp')}
            </LinkButton>
          )}
        </div>
        <div className={classes.choice} data-chosen={value === 'card' || undefined}>
          <Radio
            value="card"
            label={t('method.card')}
            description={t('method.cardText')}
            classNames={{
              root: classes.root,
              body: classes.body,
              label: classes.label,
              description: classes.description,
            }}
          />
          {value === 'card' && (
            <div className={classes.below}>
              <CardFields form={card} />
            </div>
          )}
        </div>
      </Stack>
    </Radio.Group>
  )
}

function WalletText({ left, currency }: { readonly left: number | null; readonly currency: string }) {
  const { t } = useTranslation('shop')
  // Keeps the line.
  if (left === null) return '\u00a0'
  if (left >= 0) return t('method.left', { amount: formatMoney(left, currency) })
  return (
    <Text span inherit c="var(--m-danger)">
      {t('method.missing', { amount: formatMoney(-left, currency) })}
    </Text>
  )
}

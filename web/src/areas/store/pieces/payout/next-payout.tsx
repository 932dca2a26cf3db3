import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { DEEP } from '../../../../ui/colors.ts'
import { formatDate, formatMoney } from '../../../../ui/format.ts'
import { Mark } from '../../../../ui/mark.tsx'
import { useFranchiseName } from '../franchise-name.ts'
import { upcoming } from '../queries.ts'
import classes from './next-payout.module.css'
import { payoutOf } from './sums.ts'

const HEIGHT = 264

/** When money comes next, how much, and from which franchise. */
export function NextPayout() {
  const { t } = useTranslation('store')
  const { data } = useQuery(upcoming())
  const nameOf = useFranchiseName()
  if (!data) return <Skeleton height={HEIGHT} radius={20} />
  const { businessDate, items } = data
  const { payout, gross, fee, payments } = payoutOf(items, 'KRW')
  return (
    <section className={classes.payout} aria-label={t('payout.title')}>
      <Mark className={classes.mark} frame={DEEP.shape} />
      <h2 className={classes.dimmed}>{t('payout.title')}</h2>
      <p className={classes.amount}>{formatMoney(payout)}</p>
      <p className={classes.when}>
        {businessDate === null ? t('payout.noDate') : t('payout.when', { date: formatDate(businessDate) })}
      </p>
      <p className={classes.dimmed}>
        {payments === 0
          ? t('payout.nothing')
          : t('payout.made', { count: payments, gross: formatMoney(gross), fee: formatMoney(fee) })}
      </p>
      <ul className={classes.parts} aria-label={t('payout.parts')}>
        {items.map(({ franchiseId, currency, payout: part }) => (
          <li key={`${franchiseId} ${currency}`} className={classes.part}>
            <span>{nameOf(franchiseId)}</span>
            <b className="nowrap">{formatMoney(part, currency)}</b>
          </li>
        ))}
      </ul>
    </section>
  )
}

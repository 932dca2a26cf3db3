import { IconBuildingBank, IconPlus, IconSend } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { formatMoney } from '../../../ui/format.ts'
import { Mark } from '../../../ui/mark.tsx'
import classes from './purse.module.css'
import { balanceQuery } from './queries.ts'

/** Between the ground and the shape of the hero: figures stand on it. */
const MARK = '#14573f'

const DEEDS = [
  { to: '/wallet/top-up', name: 'topUp', icon: IconPlus },
  { to: '/wallet/send', name: 'send', icon: IconSend },
  { to: '/wallet/withdraw', name: 'withdraw', icon: IconBuildingBank },
] as const

/** What the member has, what is set aside, and what can be done with it. */
export function Purse() {
  const { t } = useTranslation('wallet')
  const ui = useTranslation().t
  const { data } = useSuspenseQuery(balanceQuery())
  const { available = 0, pending = 0, currency = 'KRW', balances } = data
  const others = balances.filter(other => other.currency !== currency)
  return (
    <section className={classes.purse} aria-label={t('purse.title')}>
      <Mark className={classes.mark} frame={MARK} />
      <span className={classes.dimmed}>{t('purse.available')}</span>
      <p className={classes.balance}>{formatMoney(available, currency)}</p>
      <span className={classes.dimmed}>{t('purse.held', { amount: formatMoney(pending, currency) })}</span>
      <ul className={classes.others} aria-label={t('purse.others')}>
        {others.map(other => (
          <li key={other.currency} className={classes.other}>
            {t(`currency.${other.currency}`)} {formatMoney(other.available, other.currency)}
          </li>
        ))}
      </ul>
      <div className={classes.deeds}>
        {DEEDS.map(({ to, name, icon: Sign }) => (
          <Link key={to} to={to} className={classes.deed}>
            <Sign size={19} stroke={2} aria-hidden />
            {ui(`page.${name}`)}
          </Link>
        ))}
      </div>
    </section>
  )
}

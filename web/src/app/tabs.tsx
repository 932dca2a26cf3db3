import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useUser } from '../api/use-session.ts'
import { type Area, areaById } from './areas.ts'
import { PageSign } from './page-sign.tsx'
import classes from './tabs.module.css'

const TABS_MAX = 5

/** The pages of an area at the foot of a phone. */
export function Tabs({ area }: { readonly area: Area }) {
  const { t } = useTranslation()
  const user = useUser()
  const pages = area.pages.filter(page => !page.wide)
  // The shop leads on to the wallet that pays it.
  const [wallet] = areaById('wallet').pages
  const shown =
    area.id === 'shop' && user && wallet
      ? [...pages, { ...wallet, name: 'wallet', icon: areaById('wallet').icon } as const]
      : pages
  return (
    <nav className={classes.tabs} aria-label={t(`area.${area.id}`)}>
      {shown.slice(0, TABS_MAX).map(({ to, name, icon, exact = false }) => (
        <Link key={to} to={to} activeOptions={{ exact, includeSearch: false }} className={classes.tab}>
          <PageSign page={{ to, icon }} size={23} />
          {t(`page.${name}`)}
        </Link>
      ))}
    </nav>
  )
}

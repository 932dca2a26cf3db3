import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Area } from './areas.ts'
import classes from './side-bar.module.css'

export function SideBar({ area }: { readonly area: Area }) {
  const { t } = useTranslation()
  return (
    <ul className={classes.list}>
      {area.pages.map(({ to, name, icon: Sign, exact = false }) => (
        <li key={to}>
          <Link to={to} activeOptions={{ exact, includeSearch: false }} className={classes.link}>
            <Sign size={20} stroke={1.8} aria-hidden />
            {t(`page.${name}`)}
          </Link>
        </li>
      ))}
    </ul>
  )
}

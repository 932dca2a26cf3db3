import { Box } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Area } from './areas.ts'
import classes from './bar.module.css'
import { PageSign } from './page-sign.tsx'

/** The pages of an area without side bar, on a wide window; its home is the mark. */
export function BarPages({ area }: { readonly area: Area }) {
  const { t } = useTranslation()
  return (
    <Box visibleFrom="md" component="nav" aria-label={t(`area.${area.id}`)} display={{ md: 'flex' }}>
      {area.pages
        .filter(page => !page.exact)
        .map(page => (
          <Link key={page.to} to={page.to} className={classes.page}>
            <PageSign page={page} size={18} />
            {t(`page.${page.name}`)}
          </Link>
        ))}
    </Box>
  )
}

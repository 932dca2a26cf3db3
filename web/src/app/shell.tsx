/** The frame of every page: bar, side bar or bottom tabs, content. Pages of the entrance have none of it. */
import { AppShell, Box } from '@mantine/core'
import { useRouterState } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useUser } from '../api/use-session.ts'
import { DEED_PLACE } from '../ui/deed.tsx'
import { type Area, areaById, areaOf } from './areas.ts'
import { Bar } from './bar.tsx'
import { Live } from './live.tsx'
import classes from './shell.module.css'
import { SideBar } from './side-bar.tsx'
import { Tabs } from './tabs.tsx'

/** Pages that fill the window. */
const BARE = ['/login', '/sign-up', '/forgotten-password', '/password-reset', '/welcome']

export function Shell({ children }: { readonly children: ReactNode }) {
  const path = useRouterState({ select: state => state.location.pathname })
  if (BARE.includes(path)) return children
  return <Framed area={areaOf(path) ?? areaById('shop')}>{children}</Framed>
}

function Framed({ area, children }: { readonly area: Area; readonly children: ReactNode }) {
  const { t } = useTranslation()
  const user = useUser()
  const side = !area.plain
  return (
    <AppShell
      header={{ height: 60 }}
      navbar={side ? { width: 232, breakpoint: 'md', collapsed: { mobile: true } } : undefined}
      footer={{ height: { base: 62, md: 0 } }}
      padding={{ base: 'md', md: 'lg' }}
      // Nothing slides: a window that is made narrower has its layout at once.
      transitionDuration={0}
    >
      <a href="#content" className={classes.skip}>
        {t('skip')}
      </a>
      <AppShell.Header className={classes.header}>
        <Bar area={area} />
      </AppShell.Header>
      {side && (
        <AppShell.Navbar visibleFrom="md" className={classes.side} p="sm" aria-label={t(`area.${area.id}`)}>
          <SideBar area={area} />
        </AppShell.Navbar>
      )}
      <AppShell.Main id="content" tabIndex={-1} className={classes.main}>
        <Box className={classes.content}>{children}</Box>
      </AppShell.Main>
      <AppShell.Footer hiddenFrom="md" className={classes.footer}>
        <div id={DEED_PLACE} className={classes.deed} />
        <Tabs area={area} />
      </AppShell.Footer>
      {user && <Live key={user.id} />}
    </AppShell>
  )
}

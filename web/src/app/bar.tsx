import { Group, Text, UnstyledButton } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Mark } from '../ui/mark.tsx'
import { AreaSwitcher } from './area-switcher.tsx'
import type { Area } from './areas.ts'
import classes from './bar.module.css'
import { BarPages } from './bar-pages.tsx'
import { Bell } from './bell.tsx'
import { LanguageMenu, SchemeButton } from './choices.tsx'
import { openPalette, Palette } from './palette.tsx'
import { PersonMenu } from './person-menu.tsx'

/** The bar on top: mark, switcher, palette, and what belongs to the person. */
export function Bar({ area }: { readonly area: Area }) {
  const { t } = useTranslation()
  return (
    <Group className={classes.bar} data-plain={area.plain || undefined} gap="sm" wrap="nowrap">
      <Link to="/" className={classes.home}>
        <Mark size={26} />
        <Text fw={800} size="lg" span>
          {t('name')}
        </Text>
      </Link>
      <AreaSwitcher area={area} />
      <UnstyledButton className={classes.search} onClick={openPalette} visibleFrom="sm">
        <IconSearch size={17} stroke={1.8} aria-hidden />
        <span className={classes.grow}>{t('shell.search')}</span>
        <kbd className={classes.key}>Ctrl K</kbd>
      </UnstyledButton>
      <Group gap={4} ms="auto" wrap="nowrap">
        {area.plain && <BarPages area={area} />}
        <UnstyledButton className={classes.icon} onClick={openPalette} hiddenFrom="sm" aria-label={t('action.search')}>
          <IconSearch size={20} stroke={1.8} />
        </UnstyledButton>
        <LanguageMenu visibleFrom="md" />
        <SchemeButton visibleFrom="md" />
        <Bell />
        <PersonMenu />
      </Group>
      <Palette />
    </Group>
  )
}

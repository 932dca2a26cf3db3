import { Box, Group, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { LanguageMenu, SchemeButton } from '../../../app/choices.tsx'
import { DEEP } from '../../../ui/colors.ts'
import { Mark } from '../../../ui/mark.tsx'
import classes from './gate.module.css'

/** Pages before the log-in: the mark on the left, what to do on the right. */
export function Gate({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation()
  return (
    <div className={classes.gate}>
      <Box className={classes.picture} visibleFrom="md" aria-hidden="true">
        <Mark className={classes.mark} frame={DEEP.shape} />
        <Text className={classes.slogan}>{t('slogan')}</Text>
      </Box>
      <main className={classes.side} id="content">
        <Group className={classes.choices} gap={0}>
          <LanguageMenu visibleFrom="xs" />
          <SchemeButton visibleFrom="xs" />
        </Group>
        <div className={classes.form}>
          <Link to="/" className={classes.home}>
            <Mark size={28} />
            <Text fw={800} size="lg" span>
              {t('name')}
            </Text>
          </Link>
          {children}
        </div>
      </main>
    </div>
  )
}

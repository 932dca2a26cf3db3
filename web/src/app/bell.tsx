import { UnstyledButton } from '@mantine/core'
import { IconBell } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useUser } from '../api/use-session.ts'
import classes from './bar.module.css'

export function Bell() {
  const { t } = useTranslation()
  const user = useUser()
  if (!user) return null
  return (
    <UnstyledButton className={classes.icon} aria-label={t('shell.notifications')}>
      <IconBell size={20} stroke={1.8} />
    </UnstyledButton>
  )
}

import { Popover, UnstyledButton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconBell } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { useUser } from '../api/use-session.ts'
import { newest } from '../areas/notifications/pieces/queries.ts'
import { RowsSkeleton } from '../ui/states.tsx'
import classes from './bar.module.css'

const BellList = lazy(() => import('../areas/notifications/pieces/bell-list.tsx'))

export function Bell() {
  const user = useUser()
  return user ? <OwnBell /> : null
}

/** How many are unread; a click shows the newest. */
function OwnBell() {
  const { t } = useTranslation()
  const [opened, { toggle, close }] = useDisclosure(false)
  const { data } = useQuery(newest())
  const unread = data?.unread ?? 0
  return (
    <Popover
      opened={opened}
      onChange={toggle}
      onDismiss={close}
      position="bottom-end"
      shadow="lg"
      radius="lg"
      trapFocus
      width={380}
    >
      <Popover.Target>
        <UnstyledButton
          className={classes.icon}
          onClick={toggle}
          aria-label={unread > 0 ? t('shell.unread', { count: unread }) : t('shell.notifications')}
        >
          <IconBell size={20} stroke={1.8} />
          {unread > 0 && <span className={classes.badge} />}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown p={0} maw="calc(100vw - 24px)">
        <Suspense fallback={<RowsSkeleton rows={4} height={56} />}>
          <BellList onClose={close} />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  )
}

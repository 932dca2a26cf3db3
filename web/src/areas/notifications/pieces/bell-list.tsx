import { Button, Group, ScrollArea, Text } from '@mantine/core'
import { IconPlugConnected, IconPlugConnectedX } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useLiveState } from '../../../app/live.tsx'
import { LinkButton } from '../../../ui/links.tsx'
import { Empty } from '../../../ui/states.tsx'
import { NotificationItem } from './item.tsx'
import { markAllRead, newest } from './queries.ts'

/** The newest notifications under the bell, and how the page is connected. */
export default function BellList({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const router = useRouter()
  const { data } = useSuspenseQuery(newest())
  const open = (link: string | null) => {
    onClose()
    if (link !== null) router.history.push(link)
  }
  return (
    <>
      <Group justify="space-between" px="md" pt="sm" pb={4}>
        <Text fw={700}>{t('shell.notifications')}</Text>
        {data.unread > 0 && (
          <Button variant="subtle" size="compact-sm" onClick={() => void markAllRead(data.seq)}>
            {t('notification.readAll')}
          </Button>
        )}
      </Group>
      {data.items.length === 0 ? (
        <Empty title={t('notification.none')}>{t('notification.noneText')}</Empty>
      ) : (
        <ScrollArea.Autosize mah={420} px={4}>
          {data.items.map(item => (
            <NotificationItem key={item.id} item={item} onOpen={open} />
          ))}
        </ScrollArea.Autosize>
      )}
      <Group justify="space-between" px="md" py="xs" style={{ borderTop: '1px solid var(--m-line)' }}>
        <Connection />
        <LinkButton to="/notifications" variant="subtle" size="compact-sm" onClick={onClose}>
          {t('action.all')}
        </LinkButton>
      </Group>
    </>
  )
}

function Connection() {
  const { t } = useTranslation()
  const isLive = useLiveState() === 'live'
  const Sign = isLive ? IconPlugConnected : IconPlugConnectedX
  return (
    <Group gap={6} c="dimmed" role="status">
      <Sign size={16} stroke={1.8} aria-hidden />
      <Text size="xs">{isLive ? t('shell.live') : t('shell.offline')}</Text>
    </Group>
  )
}

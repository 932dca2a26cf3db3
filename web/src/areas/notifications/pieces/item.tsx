import { Text } from '@mantine/core'
import {
  type Icon,
  IconBuildingBank,
  IconChecklist,
  IconMedal,
  IconPlaneDeparture,
  IconReceipt2,
  IconRubberStamp,
  IconSpeakerphone,
  IconUserSearch,
  IconWallet,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { formatAgo, formatInstant } from '../../../ui/format.ts'
import classes from './item.module.css'
import { type Category, markRead, type Notification } from './queries.ts'

const SIGNS: Record<Category, Icon> = {
  orders: IconReceipt2,
  money: IconWallet,
  settlements: IconBuildingBank,
  approvals: IconRubberStamp,
  leave: IconPlaneDeparture,
  attendance: IconChecklist,
  quests: IconMedal,
  recruiting: IconUserSearch,
  announcements: IconSpeakerphone,
}

interface ItemProps {
  readonly item: Notification
  /** Where its link leads is gone to by the caller. */
  readonly onOpen: (link: string | null) => void
}

/** One notification: what it is about, its text, when; a dot while it is unread. */
export function NotificationItem({ item, onOpen }: ItemProps) {
  const { t } = useTranslation()
  const { id, category, text, link, createdAt, readAt, action } = item
  const Sign = SIGNS[category]
  const open = () => {
    if (readAt === null) void markRead(id)
    onOpen(link)
  }
  return (
    <button type="button" className={classes.item} data-unread={readAt === null || undefined} onClick={open}>
      <span className={classes.sign} data-action={(action && readAt === null) || undefined}>
        <Sign size={19} stroke={1.8} aria-hidden />
      </span>
      <span className={classes.text}>
        <Text span size="sm" fw={readAt === null ? 600 : 400} lh={1.5}>
          {text}
        </Text>
        <Text span size="xs" c="dimmed" title={formatInstant(createdAt)}>
          {formatAgo(createdAt)}
        </Text>
      </span>
      {readAt === null && (
        <span className={classes.dot}>
          <span className={classes.hidden}>{t('notification.unread')}</span>
        </span>
      )}
    </button>
  )
}

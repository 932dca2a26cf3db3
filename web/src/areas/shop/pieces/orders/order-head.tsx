import { Group, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { formatInstant } from '../../../../ui/format.ts'
import { Mark } from '../../../../ui/mark.tsx'
import { Status } from '../../../../ui/status.tsx'
import { isMoving, type OrderInFull } from '../queries.ts'
import classes from './order-head.module.css'

/** Number and state; on paper it is a receipt. */
export function OrderHead({ order }: { readonly order: OrderInFull }) {
  const { t } = useTranslation('shop')
  const { number, createdAt, status } = order
  return (
    <header className={classes.head}>
      <Mark size={48} />
      <div>
        <Title order={1} className="no-print">
          {status === 'confirmed' ? t('order.done') : t('order.title')}
        </Title>
        <Text className={classes.paper} aria-hidden>
          {t('order.receiptTitle')}
        </Text>
        <Group gap="xs" mt={4}>
          <Text c="dimmed">
            {number ? t('order.number', { number }) : t('order.noNumber', { time: formatInstant(createdAt) })}
          </Text>
          <span role="status">
            <Status of="order" status={status} />
          </span>
          {isMoving(order) && <span className="sr-only">{t('order.moving')}</span>}
        </Group>
      </div>
    </header>
  )
}

import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { formatAgo } from '../../../../ui/format.ts'
import { LinkButton } from '../../../../ui/links.tsx'
import { Money } from '../../../../ui/money.tsx'
import { Panel } from '../../../../ui/panel.tsx'
import { RowsSkeleton } from '../../../../ui/states.tsx'
import { toShip } from '../queries.ts'
import { useItemsText } from '../shipping/items-text.ts'
import classes from './rows.module.css'

const ROWS = 5

/** Orders that wait to be shipped: the oldest first. */
export function ToShip() {
  const { t } = useTranslation('store')
  const ui = useTranslation().t
  const itemsText = useItemsText()
  const { data } = useQuery(toShip())
  const rows = data?.items.toReversed().slice(0, ROWS)
  return (
    <Panel
      title={t('home.toShip')}
      actions={
        <LinkButton to="/store/shipping" variant="subtle" size="sm">
          {ui('action.all')}
        </LinkButton>
      }
    >
      {!rows && <RowsSkeleton rows={3} />}
      {rows?.length === 0 && <Text c="dimmed">{t('home.nothingToShip')}</Text>}
      <ul className={classes.rows}>
        {rows?.map(order => (
          <li key={order.id}>
            <Link to="/store/shipping/$id" params={{ id: order.id }} className={classes.row}>
              <span className={classes.what}>
                {itemsText(order.items)}
                <Text span size="sm" c="dimmed" display="block">
                  {[order.number, formatAgo(order.createdAt)].filter(Boolean).join(' · ')}
                </Text>
              </span>
              <Money amount={order.total} currency={order.currency} fw={700} />
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

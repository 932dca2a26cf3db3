import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useUser } from '../../../../api/use-session.ts'
import { formatInstant } from '../../../../ui/format.ts'
import { Panel } from '../../../../ui/panel.tsx'
import { RowsSkeleton } from '../../../../ui/states.tsx'
import { type Franchise, fees } from '../queries.ts'
import classes from './fee-history.module.css'
import { percentOf } from './percent.ts'

/** How the fee of a franchise changed, newest first. */
export function FeeHistory({ franchise: { id } }: { readonly franchise: Franchise }) {
  const { t } = useTranslation('store')
  const user = useUser()
  const { data } = useQuery(fees(id))
  return (
    <Panel title={t('franchise.feeHistory')}>
      {!data && <RowsSkeleton rows={2} />}
      <ol className={classes.fees}>
        {data?.map(({ feeBp, previousBp, setBy, at }) => (
          <li key={at} className={classes.fee}>
            <Text fw={600}>
              {previousBp === null
                ? t('franchise.feeFirst', { fee: percentOf(feeBp) })
                : t('franchise.feeChanged', { before: percentOf(previousBp), fee: percentOf(feeBp) })}
            </Text>
            <Text size="sm" c="dimmed">
              {formatInstant(at)} · {t(setBy === user?.id ? 'franchise.byMe' : 'franchise.byOperator')}
            </Text>
          </li>
        ))}
      </ol>
    </Panel>
  )
}

import { IconRoute } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Refusal } from '../../../api/client.ts'
import { LinkButton } from '../../../ui/links.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { Failure, RowsSkeleton } from '../../../ui/states.tsx'
import { HistoryList } from './history-list.tsx'
import { history } from './queries.ts'
import { SagaSteps } from './saga-steps.tsx'

interface HappenedProps {
  readonly id: string
  /** What its sagas are called here: progress of an order, of a payout. */
  readonly progress: string
}

/** How far the sagas about a thing have come, and all that was recorded about it. */
export function Happened({ id, progress }: HappenedProps) {
  const { t } = useTranslation('operations')
  const { data, error, refetch } = useQuery(history(id))
  if (error && !(error instanceof Refusal && error.code === 'not_found')) {
    return <Failure error={error} onRetry={() => void refetch()} />
  }
  return (
    <>
      {data && data.sagas.length > 0 && (
        <Panel title={progress}>
          <SagaSteps sagas={data.sagas} />
        </Panel>
      )}
      <Panel title={t('common.history')}>
        {data || error ? <HistoryList events={data?.events ?? []} /> : <RowsSkeleton rows={4} />}
      </Panel>
    </>
  )
}

/** To the trace of what began it. */
export function TraceButton({ id }: { readonly id: string }) {
  const { t } = useTranslation('operations')
  return (
    <LinkButton
      to="/operations/trace"
      search={{ q: id }}
      variant="default"
      leftSection={<IconRoute size={18} stroke={1.8} />}
    >
      {t('common.trace')}
    </LinkButton>
  )
}

import { Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Refusal } from '../../../../api/client.ts'
import { Failure, RowsSkeleton } from '../../../../ui/states.tsx'
import { HistoryList } from '../history-list.tsx'
import { history, type Task } from '../queries.ts'
import { SagaSteps } from '../saga-steps.tsx'
import { recordIdOf } from './record.ts'

/** What was done about it, and how far a stuck saga had come. */
export function TaskHistory({ task }: { readonly task: Task }) {
  const { t } = useTranslation('operations')
  const { data, error, refetch } = useQuery(history(recordIdOf(task.id)))
  return (
    <>
      {data && data.sagas.length > 0 && <SagaSteps sagas={data.sagas} />}
      <section>
        <Title order={3} size="h4" mb="xs">
          {t('common.history')}
        </Title>
        {data && <HistoryList events={data.events} />}
        {!data && !error && <RowsSkeleton rows={3} />}
        {/* A dead letter that nobody has touched has no record of its own. */}
        {error &&
          (isMissing(error) ? <HistoryList events={[]} /> : <Failure error={error} onRetry={() => void refetch()} />)}
      </section>
    </>
  )
}

const isMissing = (error: Error): boolean => error instanceof Refusal && error.code === 'not_found'

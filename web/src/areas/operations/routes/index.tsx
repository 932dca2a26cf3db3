import { Card, Group, SegmentedControl } from '@mantine/core'
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Chips } from '../../../ui/chips.tsx'
import { cursorSearch, useCursor } from '../../../ui/cursor.ts'
import { FiguresSkeleton } from '../../../ui/figures.tsx'
import { Page } from '../../../ui/page.tsx'
import { Pager } from '../../../ui/pager.tsx'
import { given, oneOf, type Search, textIn } from '../../../ui/search-params.ts'
import { Empty } from '../../../ui/states.tsx'
import { ListPending } from '../pieces/pending.tsx'
import { type Task, type TasksSearch, taskCounts, tasks } from '../pieces/queries.ts'
import { ActDialog } from '../pieces/tasks/act-dialog.tsx'
import { type TaskAction, TaskList } from '../pieces/tasks/task-list.tsx'
import { TaskSheet } from '../pieces/tasks/task-sheet.tsx'
import { inLanguage } from '../pieces/tasks/texts.ts'
import { TodayFigures } from '../pieces/today-figures.tsx'

interface PageSearch extends TasksSearch {
  /** The task that is open. */
  readonly task?: string
}

export const Route = createFileRoute('/operations/')({
  validateSearch: (search: Search): PageSearch => ({
    ...given({ kind: textIn(search.kind), state: oneOf(['closed'] as const, search.state), task: textIn(search.task) }),
    ...cursorSearch(search),
  }),
  loaderDeps: ({ search: { task: _, ...list } }) => list,
  loader: ({ context, deps }) => context.queryClient.ensureQueryData(tasks(deps)),
  component: Tasks,
  pendingComponent: () => <ListPending title="tasks" figures={<FiguresSkeleton />} />,
})

interface Acting {
  readonly task: Task
  readonly action: TaskAction
}

function Tasks() {
  const { t } = useTranslation('operations')
  const { task: opened, ...search } = Route.useSearch()
  const navigate = Route.useNavigate()
  const [acting, setActing] = useState<Acting | null>(null)
  const { data } = useSuspenseQuery(tasks(search))
  const paging = useCursor(search, data.nextCursor)
  const open = (task?: string) =>
    void navigate({ search: ({ task: _, ...former }) => ({ ...former, ...(task && { task }) }), resetScroll: false })
  const act = (task: Task, action: TaskAction) => setActing({ task, action })
  return (
    <Page title={t('tasks.title')} subtitle={t('tasks.subtitle')}>
      <TodayFigures />
      <Card padding={0}>
        <Filters />
        {data.items.length === 0 ? (
          <NoTasks />
        ) : (
          <TaskList tasks={data.items} onOpen={({ id }) => open(id)} onAct={act} />
        )}
        <Pager {...paging} />
      </Card>
      <TaskSheet id={opened} onClose={() => open()} onAct={act} />
      {acting && <ActDialog {...acting} onClose={() => setActing(null)} />}
    </Page>
  )
}

function NoTasks() {
  const { t } = useTranslation('operations')
  const { state } = Route.useSearch()
  if (state === 'closed') return <Empty title={t('tasks.emptyClosed')} />
  return <Empty title={t('tasks.emptyTitle')}>{t('tasks.emptyText')}</Empty>
}

const ALL = ''

function Filters() {
  const { t, i18n } = useTranslation('operations')
  const { kind, state } = Route.useSearch()
  const navigate = Route.useNavigate()
  const { data } = useQuery(taskCounts())
  const kinds = data?.kinds ?? []
  const total = kinds.reduce((sum, { count }) => sum + count, 0)
  const show = (search: TasksSearch) => void navigate({ search })
  return (
    <Group justify="space-between" gap="sm" p="lg" pb="md">
      {state === 'closed' ? (
        <span />
      ) : (
        <Chips
          label={t('tasks.kinds')}
          value={kind ?? ALL}
          options={[
            [ALL, `${t('common.all')} ${total}`],
            ...kinds.map(each => [each.kind, `${inLanguage(each.what, i18n.language)} ${each.count}`] as const),
          ]}
          onChange={wanted => show(wanted === ALL ? {} : { kind: wanted })}
        />
      )}
      <SegmentedControl
        aria-label={t('tasks.state')}
        value={state ?? 'open'}
        onChange={wanted => show(wanted === 'closed' ? { state: 'closed' } : {})}
        data={[
          { value: 'open', label: t('tasks.waiting') },
          { value: 'closed', label: t('tasks.closed') },
        ]}
      />
    </Group>
  )
}

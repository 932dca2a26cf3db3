import { Alert, Badge, Button, Card, Group, Stack, Text, Title } from '@mantine/core'
import { IconUsers } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Refusal } from '../../../../api/client.ts'
import { useUser } from '../../../../api/use-session.ts'
import { Sheet } from '../../../../ui/sheet.tsx'
import { Empty, Failure, RowsSkeleton } from '../../../../ui/states.tsx'
import { usePersonName } from '../person.tsx'
import { type Task, task as taskQuery } from '../queries.ts'
import { TaskFacts } from './task-facts.tsx'
import { TaskHistory } from './task-history.tsx'
import type { TaskAction } from './task-list.tsx'
import { inLanguage } from './texts.ts'

interface TaskSheetProps {
  /** Of the task that is open; none is. */
  readonly id: string | undefined
  readonly onClose: () => void
  readonly onAct: (task: Task, action: TaskAction) => void
}

/** One task with all that is known of it, what can be done, and its history. */
export function TaskSheet({ id, onClose, onAct }: TaskSheetProps) {
  const { t, i18n } = useTranslation('operations')
  const { data, error, refetch } = useQuery({ ...taskQuery(id ?? ''), enabled: id !== undefined })
  return (
    <Sheet
      opened={id !== undefined}
      onClose={onClose}
      title={data ? inLanguage(data.what, i18n.language) : t('tasks.title')}
    >
      {data ? (
        <Details task={data} onAct={action => onAct(data, action)} />
      ) : error ? (
        <Missing error={error} onRetry={() => void refetch()} />
      ) : (
        <RowsSkeleton rows={6} />
      )}
    </Sheet>
  )
}

function Missing({ error, onRetry }: { readonly error: Error; readonly onRetry: () => void }) {
  const { t } = useTranslation('operations')
  const isGone = error instanceof Refusal && error.code === 'task_unknown'
  return isGone ? (
    <Empty title={t('tasks.unknown')}>{t('tasks.unknownText')}</Empty>
  ) : (
    <Failure error={error} onRetry={onRetry} />
  )
}

interface DetailsProps {
  readonly task: Task
  readonly onAct: (action: TaskAction) => void
}

function Details({ task, onAct }: DetailsProps) {
  const { t } = useTranslation('operations')
  return (
    <Stack gap="lg">
      <TaskFacts task={task} />
      {task.proposed && <Proposal task={task} />}
      {task.actions.length > 0 && (
        <section>
          <Title order={3} size="h4" mb="sm">
            {t('tasks.actions')}
          </Title>
          <Stack gap="sm">
            {task.actions.map(action => (
              <Deed key={action.action} task={task} action={action} onAct={() => onAct(action)} />
            ))}
          </Stack>
        </section>
      )}
      <TaskHistory task={task} />
    </Stack>
  )
}

function Proposal({ task: { proposed, actions } }: { readonly task: Task }) {
  const { t, i18n } = useTranslation('operations')
  const user = useUser()
  const by = proposed?.by ?? ''
  const name = usePersonName(by)
  const action = actions.find(each => each.action === proposed?.action)
  if (!proposed || !action) return null
  const isOwn = by === user?.id
  const said = { name, action: inLanguage(action.name, i18n.language) }
  return (
    <Alert color="amber" icon={<IconUsers />} title={t(isOwn ? 'tasks.ownProposed' : 'tasks.proposed', said)}>
      <Text size="sm">{t('tasks.proposedReason', { reason: proposed.reason })}</Text>
      <Text size="sm">{isOwn ? t('tasks.ownProposal') : t('tasks.agree')}</Text>
    </Alert>
  )
}

interface DeedProps extends DetailsProps {
  readonly action: TaskAction
}

/** One action: what it does, and its button. Who proposed it cannot agree to it. */
function Deed({ task, action, onAct }: Omit<DeedProps, 'onAct'> & { readonly onAct: () => void }) {
  const { t, i18n } = useTranslation('operations')
  const user = useUser()
  const name = inLanguage(action.name, i18n.language)
  const isProposed = task.proposed?.action === action.action
  const isOwn = isProposed && task.proposed?.by === user?.id
  return (
    <Card padding="md" radius="md">
      <Group justify="space-between" gap="xs" mb="sm" wrap="nowrap" align="flex-start">
        <Text size="sm">{inLanguage(action.does, i18n.language)}</Text>
        {action.secondPerson && (
          <Badge color="amber" leftSection={<IconUsers size={13} aria-hidden />}>
            {t('tasks.twoPeople')}
          </Badge>
        )}
      </Group>
      <Button
        variant={action.secondPerson ? 'default' : 'filled'}
        size="sm"
        onClick={onAct}
        disabled={isOwn}
        fullWidth
        mih={44}
      >
        {action.secondPerson
          ? t(isProposed && !isOwn ? 'tasks.agreeTo' : 'tasks.propose', { action: name })
          : t('tasks.act', { action: name })}
      </Button>
    </Card>
  )
}

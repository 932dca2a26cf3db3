import { Badge, Button, Text, UnstyledButton } from '@mantine/core'
import { IconUser, IconUsers } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useUser } from '../../../../api/use-session.ts'
import { formatAgo } from '../../../../ui/format.ts'
import { Money } from '../../../../ui/money.tsx'
import { Status } from '../../../../ui/status.tsx'
import { usePersonName } from '../person.tsx'
import type { Task } from '../queries.ts'
import { ServiceBadge } from '../service-badge.tsx'
import { Thing } from '../thing.tsx'
import classes from './task-list.module.css'
import { causeOf, inLanguage } from './texts.ts'

export type TaskAction = Task['actions'][number]

interface TaskListProps {
  readonly tasks: readonly Task[]
  readonly onOpen: (task: Task) => void
  readonly onAct: (task: Task, action: TaskAction) => void
}

/** What waits for a person: what, why, about what, whose, since when; and what the next deed would do. */
export function TaskList({ tasks, onOpen, onAct }: TaskListProps) {
  const { t } = useTranslation('operations')
  return (
    <ul className={classes.list} aria-label={t('tasks.list')}>
      {tasks.map(task => (
        <li key={task.id} className={classes.item}>
          <TaskFacts task={task} onOpen={() => onOpen(task)} />
          <NextDeed task={task} onOpen={() => onOpen(task)} onAct={action => onAct(task, action)} />
        </li>
      ))}
    </ul>
  )
}

function TaskFacts({ task, onOpen }: { readonly task: Task; readonly onOpen: () => void }) {
  const { i18n } = useTranslation('operations')
  const { status, what, service, reference, amount, currency, openedAt } = task
  return (
    <div className={classes.what}>
      <UnstyledButton className={classes.title} onClick={onOpen}>
        {inLanguage(what, i18n.language)}
      </UnstyledButton>
      <Text size="sm" c="dimmed" lineClamp={2}>
        {causeOf(task, i18n.language)}
      </Text>
      <div className={classes.meta}>
        <Status of="task" status={status} />
        <ServiceBadge service={service} />
        {amount !== null && currency !== null && (
          <Text span inherit fw={600} c="var(--m-ink)">
            <Money amount={amount} currency={currency} />
          </Text>
        )}
        <Thing id={reference} />
        <span className="nowrap">{formatAgo(openedAt)}</span>
        <Assignee task={task} />
      </div>
    </div>
  )
}

function Assignee({ task: { assignee } }: { readonly task: Task }) {
  const { t } = useTranslation('operations')
  if (assignee) return <Named id={assignee.by} />
  return (
    <Badge color="gray" leftSection={<IconUser size={13} aria-hidden />}>
      {t('tasks.nobody')}
    </Badge>
  )
}

function Named({ id }: { readonly id: string }) {
  return (
    <Badge color="indigo" leftSection={<IconUser size={13} aria-hidden />}>
      {usePersonName(id)}
    </Badge>
  )
}

interface NextDeedProps {
  readonly task: Task
  readonly onOpen: () => void
  readonly onAct: (action: TaskAction) => void
}

/** What is proposed waits for a second person; else the first deed that one person may do alone. */
export function nextOf({ actions, proposed }: Task): TaskAction | undefined {
  const waiting = actions.find(({ action }) => action === proposed?.action)
  return waiting ?? actions.find(({ secondPerson }) => !secondPerson) ?? actions[0]
}

function NextDeed({ task, onOpen, onAct }: NextDeedProps) {
  const { t, i18n } = useTranslation('operations')
  const next = nextOf(task)
  if (!next) {
    return (
      <div className={classes.deeds}>
        <Button variant="default" size="sm" onClick={onOpen}>
          {t('tasks.more')}
        </Button>
      </div>
    )
  }
  const isProposed = task.proposed?.action === next.action
  return (
    <div className={classes.deeds}>
      <Button
        variant="default"
        size="sm"
        onClick={isProposed ? onOpen : () => onAct(next)}
        leftSection={next.secondPerson ? <IconUsers size={16} aria-hidden /> : undefined}
      >
        {isProposed ? t('tasks.more') : inLanguage(next.name, i18n.language)}
      </Button>
      <Text size="xs" c="dimmed">
        {isProposed ? <Proposal task={task} next={next} /> : inLanguage(next.does, i18n.language)}
      </Text>
    </div>
  )
}

function Proposal({ task: { proposed }, next }: { readonly task: Task; readonly next: TaskAction }) {
  const { t, i18n } = useTranslation('operations')
  const user = useUser()
  const by = proposed?.by ?? ''
  const name = usePersonName(by)
  return t(by === user?.id ? 'tasks.ownProposed' : 'tasks.proposed', {
    name,
    action: inLanguage(next.name, i18n.language),
  })
}

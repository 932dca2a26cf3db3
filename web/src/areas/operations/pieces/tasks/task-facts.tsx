import { Button, Group, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useUser } from '../../../../api/use-session.ts'
import { Facts } from '../../../../ui/facts.tsx'
import { formatInstant, toMajor } from '../../../../ui/format.ts'
import { Money } from '../../../../ui/money.tsx'
import { Status } from '../../../../ui/status.tsx'
import { Person } from '../person.tsx'
import type { Task } from '../queries.ts'
import { ServiceBadge } from '../service-badge.tsx'
import { Thing } from '../thing.tsx'
import { causeOf } from './texts.ts'
import { useAssignee } from './use-assignee.ts'

/** What a task says: cause, amount, what it is about, whose it is. */
export function TaskFacts({ task }: { readonly task: Task }) {
  const { t, i18n } = useTranslation('operations')
  const { status, service, amount, currency, about, openedAt, facts } = task
  return (
    <Stack gap="md">
      <Group gap="xs">
        <Status of="task" status={status} />
        <ServiceBadge service={service} />
      </Group>
      <Text>{causeOf(task, i18n.language)}</Text>
      <Facts
        items={[
          [t('tasks.amount'), amount !== null && currency !== null && <Money amount={amount} currency={currency} />],
          [
            t('tasks.about'),
            <Group key="about" gap={8} justify="flex-end">
              {about.map(id => (
                <Thing key={id} id={id} />
              ))}
            </Group>,
          ],
          [t('tasks.opened'), formatInstant(openedAt)],
          ...Object.entries(facts)
            .filter(([, value]) => value !== '')
            .map(
              ([name, value]) =>
                [
                  t(`factName.${name}` as never, { defaultValue: name }) as string,
                  <Fact key={name} {...{ name, value }} currency={currency ?? 'KRW'} />,
                ] as const,
            ),
        ]}
      />
      {status !== 'closed' && <AssigneeRow task={task} />}
    </Stack>
  )
}

/** What either side has booked, in minor units of the task's currency. */
const BOOKED: readonly string[] = ['ours', 'bank', 'ledger']
const WHOLE = /^-?\d+$/

/** Steps and sagas by their names, ids as links, amounts as such, the rest as it is. */
interface FactProps {
  readonly name: string
  readonly value: string
  readonly currency: string
}

function Fact({ name, value, currency }: FactProps) {
  const { t } = useTranslation('operations')
  if (name === 'phase') return t(value === 'undo' ? 'stepState.undoing' : 'stepState.now')
  if (name === 'saga') return t(`saga.${value}` as never, { defaultValue: value })
  if (BOOKED.includes(name) && WHOLE.test(value))
    return <Money amount={toMajor(Number(value), currency)} currency={currency} signed />
  if (name === 'step') return t(`step.${value}` as never, { defaultValue: value })
  return /^[a-z]{3}_[0-9a-f-]{36}$/.test(value) ? <Thing id={value} /> : value
}

function AssigneeRow({ task: { id, assignee } }: { readonly task: Task }) {
  const { t } = useTranslation('operations')
  const user = useUser()
  const { mutate, isPending } = useAssignee(id)
  const isMine = assignee?.by === user?.id
  return (
    <Group justify="space-between" wrap="nowrap">
      <Text size="sm">
        <Text span inherit c="dimmed">
          {t('tasks.assignee')}{' '}
        </Text>
        {assignee ? <Person id={assignee.by} /> : t('tasks.nobody')}
      </Text>
      {assignee ? (
        <Button variant="default" size="sm" mih={44} loading={isPending} onClick={() => mutate('release')}>
          {t('tasks.release')}
        </Button>
      ) : (
        <Button variant="light" size="sm" mih={44} loading={isPending} onClick={() => mutate('take')}>
          {t('tasks.take')}
        </Button>
      )}
      {isMine && <span className="sr-only">{t('tasks.mine')}</span>}
    </Group>
  )
}

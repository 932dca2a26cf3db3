import { Alert, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { IconUsers } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { useAttempt } from '../../../../api/attempt.ts'
import { answerOf, api } from '../../../../api/client.ts'
import { useUser } from '../../../../api/use-session.ts'
import { AttemptNotice } from '../../../../ui/attempt-notice.tsx'
import { Confirm } from '../../../../ui/confirm.tsx'
import { Money } from '../../../../ui/money.tsx'
import type { Task } from '../queries.ts'
import type { TaskAction } from './task-list.tsx'
import { inLanguage } from './texts.ts'

const REASON_CHARS_MAX = 300

interface ActDialogProps {
  readonly task: Task
  readonly action: TaskAction
  readonly onClose: () => void
}

type Answer = 'open' | 'working' | 'closed' | 'proposed'
const SAID = { open: 'done', closed: 'done', working: 'working', proposed: 'proposal' } as const

/** Asks for the reason, tells what will happen, and does it: at once, or once a second person agrees. */
export function ActDialog({ task, action, onClose }: ActDialogProps) {
  const { t, i18n } = useTranslation('operations')
  const user = useUser()
  const queries = useQueryClient()
  const formId = useId()
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { reason: '' },
    validate: { reason: value => (value.trim() === '' ? t('tasks.needReason') : null) },
  })
  const attempt = useAttempt<{ reason: string }, { status: Answer }>({
    form: `task.${task.id}.${action.action}`,
    send: (body, key) =>
      answerOf(
        api.POST('/api/operations/tasks/{id}/{action}', {
          params: { path: { id: task.id, action: action.action }, header: { 'Idempotency-Key': key } },
          body,
        }),
      ),
    async onDone({ status }) {
      notifications.show({ message: t(`tasks.${SAID[status]}`), color: 'pine' })
      onClose()
      await Promise.all([
        queries.invalidateQueries({ queryKey: ['tasks'] }),
        queries.invalidateQueries({ queryKey: ['history'] }),
      ])
    },
  })
  const name = inLanguage(action.name, i18n.language)
  const isAgreeing = task.proposed?.action === action.action && task.proposed.by !== user?.id
  const verb = action.secondPerson ? (isAgreeing ? 'agreeTo' : 'propose') : 'act'
  return (
    <Confirm
      opened
      onClose={onClose}
      title={`${inLanguage(task.what, i18n.language)} · ${name}`}
      action={t(`tasks.${verb}`, { action: name })}
      form={formId}
      busy={attempt.busy}
      danger={action.secondPerson && verb === 'agreeTo'}
    >
      <form id={formId} onSubmit={form.onSubmit(({ reason }) => attempt.submit({ reason: reason.trim() }))} noValidate>
        <Stack gap="md">
          <Text>{inLanguage(action.does, i18n.language)}</Text>
          {task.amount !== null && task.currency !== null && (
            <Text fw={700} size="xl">
              <Money amount={task.amount} currency={task.currency} />
            </Text>
          )}
          {action.secondPerson && !isAgreeing && (
            <Alert color="amber" icon={<IconUsers />}>
              {t('tasks.twoPeopleRule')}
            </Alert>
          )}
          <TextInput
            label={t('tasks.reason')}
            description={t('tasks.reasonHint')}
            maxLength={REASON_CHARS_MAX}
            data-autofocus
            key={form.key('reason')}
            {...form.getInputProps('reason')}
          />
          <AttemptNotice state={attempt.state} onRetry={attempt.retry} />
        </Stack>
      </form>
    </Confirm>
  )
}

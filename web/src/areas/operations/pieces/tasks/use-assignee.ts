import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { answerOf, api, Refusal } from '../../../../api/client.ts'

/** Takes a task, or releases it. */
export function useAssignee(id: string) {
  const { t } = useTranslation('operations')
  const ui = useTranslation().t
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (deed: 'take' | 'release') => {
      const path = { params: { path: { id } } }
      const asked =
        deed === 'take'
          ? api.PUT('/api/operations/tasks/{id}/assignee', path)
          : api.DELETE('/api/operations/tasks/{id}/assignee', path)
      return answerOf(asked)
    },
    onSuccess: (_answer, deed) =>
      notifications.show({ message: t(deed === 'take' ? 'tasks.taken' : 'tasks.released'), color: 'pine' }),
    onError: error =>
      notifications.show({ message: error instanceof Refusal ? error.message : ui('failure.title'), color: 'crimson' }),
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ['tasks'] }),
        queries.invalidateQueries({ queryKey: ['history'] }),
      ]),
  })
}

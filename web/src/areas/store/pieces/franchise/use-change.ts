import type { Schemas } from '@madang/client'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { answerOf, api } from '../../../../api/client.ts'
import type { EditedFranchise } from '../queries.ts'

type Change = Schemas['ChangeFranchiseBody']

/** Changes a franchise; refused if somebody else has changed it since it was read. */
export function useChange({ id, tag }: EditedFranchise, onDone: () => void, onError?: (error: unknown) => unknown) {
  const { t } = useTranslation('store')
  const queries = useQueryClient()
  return useMutation({
    mutationFn(body: Change) {
      const header = tag === null ? {} : { 'If-Match': tag }
      return answerOf(api.PATCH('/api/franchises/{id}', { params: { path: { id }, header }, body }))
    },
    onSuccess() {
      notifications.show({ message: t('franchise.saved'), color: 'pine' })
      onDone()
    },
    ...(onError && { onError }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['franchises'] }),
  })
}

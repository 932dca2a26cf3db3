/** What the account pages ask the API for. */
import type { Schemas } from '@madang/client'
import { queryOptions } from '@tanstack/react-query'
import { answerOf, api } from '../../../api/client.ts'

export type Profile = Schemas['Profile']
export type OwnSession = Schemas['Session']

export const profileQuery = () =>
  queryOptions({
    queryKey: ['profile'],
    queryFn: ({ signal }) => answerOf(api.GET('/api/users/me', { signal })),
  })

export const sessionsQuery = () =>
  queryOptions({
    queryKey: ['sessions'],
    queryFn: ({ signal }) => answerOf(api.GET('/api/users/me/sessions', { signal })),
    select: ({ items }) => items,
  })

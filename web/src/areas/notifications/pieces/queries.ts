/** Notifications of whoever is logged in. */
import type { Schemas } from '@madang/client'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { answerOf, api } from '../../../api/client.ts'
import { queryClient } from '../../../api/queries.ts'
import { language } from '../../../i18n/index.ts'

export type Notification = Schemas['Notification']
export type Category = Notification['category']

const BELL_ITEMS = 20
const PAGE_ITEMS = 30

/** The newest, for the bell; those that ask for something first. */
export const newest = () =>
  queryOptions({
    queryKey: ['notifications', 'newest', language()],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/notifications', { params: { query: { limit: BELL_ITEMS } }, signal })),
    select: ({ items, ...counts }) => ({
      ...counts,
      items: items.toSorted((a, b) => Number(isOpen(b)) - Number(isOpen(a)) || b.seq - a.seq),
    }),
  })

const isOpen = ({ action, readAt }: Notification): boolean => action && readAt === null

export interface NotificationFilter {
  readonly unread?: boolean | undefined
  readonly category?: Category | undefined
}

export const listed = ({ unread, category }: NotificationFilter) =>
  infiniteQueryOptions({
    queryKey: ['notifications', 'list', language(), unread ?? false, category ?? ''],
    queryFn: ({ signal, pageParam: cursor }) =>
      answerOf(
        api.GET('/api/notifications', {
          params: { query: { limit: PAGE_ITEMS, ...(cursor && { cursor }), ...(unread && { unread }), category } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })

const refresh = () => queryClient.invalidateQueries({ queryKey: ['notifications'] })

export async function markRead(id: string): Promise<void> {
  await answerOf(api.POST('/api/notifications/{id}/read', { params: { path: { id } } }))
  await refresh()
}

export async function markAllRead(upToSeq: number): Promise<void> {
  await answerOf(api.POST('/api/notifications/read-all', { body: { upToSeq } }))
  await refresh()
}

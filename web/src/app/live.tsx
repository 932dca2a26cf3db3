import { notifications } from '@mantine/notifications'
import { useEffect, useSyncExternalStore } from 'react'
import { follow } from '../api/hints.ts'
import { Live as Connection, type LiveItem, type LiveState } from '../api/live.ts'
import { queryClient } from '../api/queries.ts'

let state: LiveState = 'connecting'
const listeners = new Set<() => void>()

function change(next: LiveState): void {
  state = next
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** How the page is connected. */
export const useLiveState = (): LiveState => useSyncExternalStore(subscribe, () => state)

const NOTIFICATIONS = { queryKey: ['notifications'] }

function tell({ id, text }: LiveItem): void {
  notifications.show({ id, message: text, color: 'pine' })
  void queryClient.invalidateQueries(NOTIFICATIONS)
}

/** Keeps open pages as new as the server, as long as somebody is logged in. */
export function Live() {
  useEffect(() => {
    const connection = new Connection({
      onItem: tell,
      onState: () => void queryClient.invalidateQueries(NOTIFICATIONS),
      onHint: follow,
      onStale: () => void queryClient.invalidateQueries(),
      onChange: change,
    })
    return () => connection.close()
  }, [])
  return null
}

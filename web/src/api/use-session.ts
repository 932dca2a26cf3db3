import { useSyncExternalStore } from 'react'
import { currentSession, onSession, type User } from './session.ts'

/** The member who is logged in; null for a visitor. */
export const useUser = (): User | null => useSyncExternalStore(onSession, currentSession)?.user ?? null

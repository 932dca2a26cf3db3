/** For the `beforeLoad` of an area: who is not logged in logs in first and comes back; who may not enter is told so. */
import { redirect } from '@tanstack/react-router'
import { currentSession } from '../api/session.ts'
import { type AreaId, areaById, mayEnter } from './areas.ts'

/** Thrown where the role is missing; the area's route shows it. */
export class Forbidden extends Error {
  override readonly name = 'Forbidden'
}

export function enter(id: AreaId, href: string): void {
  const user = currentSession()?.user ?? null
  if (mayEnter(areaById(id), user)) return
  if (!user) throw redirect({ to: '/login', search: { next: href } })
  throw new Forbidden()
}

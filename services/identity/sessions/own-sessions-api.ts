/** The devices that somebody is logged in on: their list, and log-out from here. */
import { Type } from 'typebox'
import { ok, type Route, read, write } from '../../../platform/http/routes/route.ts'
import { annotated, Id, Nullable, Timestamp } from '../../../platform/http/routes/schemas.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { isOpen, memberKey, type Sessions, usedAt } from '../members/feature.ts'
import { endOtherSessionsCommand, endSessionCommand } from './session.ts'

const OwnSession = Type.Object(
  {
    id: Type.String({ examples: ['ses_01a1f851-93aa-7000-9a1b-dec1c06be044'] }),
    current: Type.Boolean({ description: 'The one that this request was sent with.', examples: [true] }),
    browser: Nullable(Type.String({ examples: ['Chrome'], description: 'Null where it did not say, as programs do.' })),
    system: Nullable(Type.String({ examples: ['Windows'] })),
    startedAt: Timestamp,
    lastUsedAt: annotated(Timestamp, { description: 'When its tokens were renewed last.' }),
    expiresAt: annotated(Timestamp, {
      description: 'It ends by itself then, unless it is used before.',
      example: '2026-12-20T01:30:00.000Z',
    }),
  },
  { $id: 'Session' },
)

/** The one used last first. */
function present(sessions: Sessions, current: string, now: Date) {
  const open = Object.entries(sessions).filter(([, session]) => isOpen(session, now))
  return open
    .map(([id, session]) => {
      const { client, startedAt, expiresAt } = session
      return { id, current: id === current, ...client, startedAt, lastUsedAt: usedAt(session), expiresAt }
    })
    .sort((a, b) => Number(b.current) - Number(a.current) || Date.parse(b.lastUsedAt) - Date.parse(a.lastUsedAt))
}

export const ownSessionRoutes = ({ writer, ports }: ServiceContext): readonly Route[] => [
  read({
    method: 'GET',
    path: '/api/users/me/sessions',
    name: 'listMySessions',
    summary: 'Where I am logged in: this device first, then the one used last',
    description:
      'Log-ins that are open, at most 100. Browser and system are as the device named itself when it logged in.',
    who: 'member',
    replies: { 200: Type.Object({ items: Type.Array(OwnSession) }) },
    async read({ actor }) {
      const head = await writer.head(memberKey(actor.id))
      return ok({ items: head ? present(head.state.sessions, actor.session, ports.clock.now()) : [] })
    },
  }),
  write({
    method: 'DELETE',
    path: '/api/users/me/sessions/{id}',
    name: 'endMySession',
    summary: 'Log out one of my devices; its tokens no longer count',
    description: 'Any of the list, also this one. A log-in of somebody else is unknown here.',
    who: 'member',
    params: Type.Object({ id: Id }),
    replies: { 204: null },
    refusals: ['session_unknown'],
    pure: true,
    write: ({ actor, params }) => endSessionCommand(actor.id, params.id),
  }),
  write({
    method: 'POST',
    path: '/api/users/me/sessions/end-others',
    name: 'endMyOtherSessions',
    summary: 'Log out all my other devices',
    description: 'This device stays logged in. Says how many log-ins were ended, which may be none.',
    who: 'member',
    replies: { 200: Type.Object({ ended: Type.Integer({ description: 'How many.', examples: [2] }) }) },
    pure: true,
    write: ({ actor }) => endOtherSessionsCommand(actor.id, actor.session),
  }),
]

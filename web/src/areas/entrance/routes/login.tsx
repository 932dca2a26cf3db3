import { createFileRoute, redirect } from '@tanstack/react-router'
import { currentSession } from '../../../api/session.ts'
import { loadTexts } from '../../../i18n/index.ts'
import { Gate } from '../pieces/gate.tsx'
import { LogInForm } from '../pieces/log-in-form.tsx'

/** Only a path of this app: another site must not be where a log-in leads. */
const pathOnly = (next: unknown): string | undefined =>
  typeof next === 'string' && /^\/(?![/\\])/.test(next) ? next : undefined

export const Route = createFileRoute('/login')({
  validateSearch: (search: Record<string, unknown>): { next?: string } => {
    const next = pathOnly(search.next)
    return next === undefined ? {} : { next }
  },
  beforeLoad: ({ search }) => {
    if (currentSession()) throw redirect({ href: search.next ?? '/', replace: true })
  },
  loader: () => loadTexts('entrance'),
  component: LogIn,
})

function LogIn() {
  const { next } = Route.useSearch()
  return (
    <Gate>
      <LogInForm next={next ?? '/'} />
    </Gate>
  )
}

import { createFileRoute, redirect } from '@tanstack/react-router'
import { currentSession } from '../../../api/session.ts'
import { loadTexts } from '../../../i18n/index.ts'
import { Gate } from '../pieces/gate.tsx'
import { LogInForm } from '../pieces/log-in-form.tsx'
import { nextSearch } from '../pieces/next-path.ts'

export const Route = createFileRoute('/login')({
  validateSearch: nextSearch,
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
      <LogInForm next={next} />
    </Gate>
  )
}

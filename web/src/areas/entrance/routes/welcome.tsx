import { createFileRoute, redirect } from '@tanstack/react-router'
import { currentSession } from '../../../api/session.ts'
import { loadTexts } from '../../../i18n/index.ts'
import { Gate } from '../pieces/gate.tsx'
import { nextSearch } from '../pieces/next-path.ts'
import { Welcome } from '../pieces/welcome.tsx'

export const Route = createFileRoute('/welcome')({
  validateSearch: nextSearch,
  beforeLoad: () => {
    if (!currentSession()) throw redirect({ to: '/login', replace: true })
  },
  loader: () => loadTexts('entrance'),
  component: WelcomePage,
})

function WelcomePage() {
  const { next } = Route.useSearch()
  return (
    <Gate>
      <Welcome next={next} />
    </Gate>
  )
}

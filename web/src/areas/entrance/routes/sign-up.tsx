import { createFileRoute, redirect } from '@tanstack/react-router'
import { currentSession } from '../../../api/session.ts'
import { loadTexts } from '../../../i18n/index.ts'
import { Gate } from '../pieces/gate.tsx'
import { nextSearch } from '../pieces/next-path.ts'
import { SignUpForm } from '../pieces/sign-up-form.tsx'

export const Route = createFileRoute('/sign-up')({
  validateSearch: nextSearch,
  beforeLoad: ({ search }) => {
    if (currentSession()) throw redirect({ href: search.next ?? '/', replace: true })
  },
  loader: () => loadTexts('entrance'),
  component: SignUp,
})

function SignUp() {
  const { next } = Route.useSearch()
  return (
    <Gate>
      <SignUpForm next={next} />
    </Gate>
  )
}

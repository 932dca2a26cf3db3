import { createFileRoute, useRouterState } from '@tanstack/react-router'
import { loadTexts } from '../../../i18n/index.ts'
import { Gate } from '../pieces/gate.tsx'
import { ResetForm } from '../pieces/reset-form.tsx'

export const Route = createFileRoute('/password-reset')({
  loader: () => loadTexts('entrance'),
  component: PasswordReset,
})

/** The token is the fragment of the mail's link: no server and no log of one sees it. */
function PasswordReset() {
  const token = useRouterState({ select: ({ location }) => location.hash })
  return (
    <Gate>
      <ResetForm token={token} />
    </Gate>
  )
}

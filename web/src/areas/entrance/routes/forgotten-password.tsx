import { createFileRoute } from '@tanstack/react-router'
import { loadTexts } from '../../../i18n/index.ts'
import { ForgottenForm } from '../pieces/forgotten-form.tsx'
import { Gate } from '../pieces/gate.tsx'

export const Route = createFileRoute('/forgotten-password')({
  loader: () => loadTexts('entrance'),
  component: ForgottenPassword,
})

function ForgottenPassword() {
  return (
    <Gate>
      <ForgottenForm />
    </Gate>
  )
}

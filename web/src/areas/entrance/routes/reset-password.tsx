import { createFileRoute } from '@tanstack/react-router'
import { loadTexts } from '../../../i18n/index.ts'
import { Gate } from '../pieces/gate.tsx'
import { ResetForm } from '../pieces/reset-form.tsx'

export const Route = createFileRoute('/reset-password')({
  validateSearch: ({ token }: Record<string, unknown>): { token?: string } =>
    typeof token === 'string' && token !== '' ? { token } : {},
  loader: () => loadTexts('entrance'),
  component: ResetPassword,
})

function ResetPassword() {
  const { token } = Route.useSearch()
  return (
    <Gate>
      <ResetForm token={token} />
    </Gate>
  )
}

import { createFileRoute } from '@tanstack/react-router'
import { loadTexts } from '../../../i18n/index.ts'
import { Gate } from '../pieces/gate.tsx'

export const Route = createFileRoute('/reset-password')({
  loader: () => loadTexts('entrance'),
  component: () => <Gate>…</Gate>,
})

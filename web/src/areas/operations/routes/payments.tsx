import { createFileRoute } from '@tanstack/react-router'
import { Page } from '../../../ui/page.tsx'

export const Route = createFileRoute('/operations/payments')({ component: Placeholder })

function Placeholder() {
  return <Page title="/operations/payments">…</Page>
}

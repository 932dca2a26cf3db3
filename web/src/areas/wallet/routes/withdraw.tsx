import { createFileRoute } from '@tanstack/react-router'
import { Page } from '../../../ui/page.tsx'

export const Route = createFileRoute('/wallet/withdraw')({ component: Placeholder })

function Placeholder() {
  return <Page title="/wallet/withdraw">…</Page>
}

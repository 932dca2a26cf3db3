import { createFileRoute } from '@tanstack/react-router'
import { Page } from '../../../ui/page.tsx'

export const Route = createFileRoute('/wallet/accounts')({ component: Placeholder })

function Placeholder() {
  return <Page title="/wallet/accounts">…</Page>
}

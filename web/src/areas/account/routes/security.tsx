import { createFileRoute } from '@tanstack/react-router'
import { Page } from '../../../ui/page.tsx'

export const Route = createFileRoute('/account/security')({ component: Placeholder })

function Placeholder() {
  return <Page title="/account/security">…</Page>
}

import { createFileRoute } from '@tanstack/react-router'
import { Page } from '../../../ui/page.tsx'

export const Route = createFileRoute('/account/notifications')({ component: Placeholder })

function Placeholder() {
  return <Page title="/account/notifications">…</Page>
}

import { createFileRoute } from '@tanstack/react-router'
import { Page } from '../../../ui/page.tsx'

export const Route = createFileRoute('/operations/members')({ component: Placeholder })

function Placeholder() {
  return <Page title="/operations/members">…</Page>
}

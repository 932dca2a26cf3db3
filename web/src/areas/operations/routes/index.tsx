import { createFileRoute } from '@tanstack/react-router'
import { Page } from '../../../ui/page.tsx'

export const Route = createFileRoute('/operations/')({ component: Placeholder })

function Placeholder() {
  return <Page title="/operations/">…</Page>
}

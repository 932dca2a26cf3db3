import { createFileRoute } from '@tanstack/react-router'
import { Page } from '../../../ui/page.tsx'

export const Route = createFileRoute('/operations/orders')({ component: Placeholder })

function Placeholder() {
  return <Page title="/operations/orders">…</Page>
}

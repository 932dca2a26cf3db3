import { createFileRoute } from '@tanstack/react-router'
import { Page } from '../../../ui/page.tsx'

export const Route = createFileRoute('/operations/ledger')({ component: Placeholder })

function Placeholder() {
  return <Page title="/operations/ledger">…</Page>
}

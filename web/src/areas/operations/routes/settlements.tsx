import { createFileRoute } from '@tanstack/react-router'
import { Page } from '../../../ui/page.tsx'

export const Route = createFileRoute('/operations/settlements')({ component: Placeholder })

function Placeholder() {
  return <Page title="/operations/settlements">…</Page>
}

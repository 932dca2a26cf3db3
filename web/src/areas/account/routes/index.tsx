import { createFileRoute } from '@tanstack/react-router'
import { Page } from '../../../ui/page.tsx'

export const Route = createFileRoute('/account/')({ component: Placeholder })

function Placeholder() {
  return <Page title="/account/">…</Page>
}

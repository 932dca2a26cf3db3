import { createFileRoute } from '@tanstack/react-router'
import { Page } from '../../../ui/page.tsx'

export const Route = createFileRoute('/shop/')({ component: Placeholder })

function Placeholder() {
  return <Page title="/shop/">…</Page>
}

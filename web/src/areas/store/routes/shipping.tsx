import { createFileRoute } from '@tanstack/react-router'
import { Page } from '../../../ui/page.tsx'

export const Route = createFileRoute('/store/shipping')({ component: Placeholder })

function Placeholder() {
  return <Page title="/store/shipping">…</Page>
}

import { createFileRoute } from '@tanstack/react-router'
import { Page } from '../../../ui/page.tsx'

export const Route = createFileRoute('/shop/orders/')({ component: Placeholder })

function Placeholder() {
  return <Page title="/shop/orders/">…</Page>
}

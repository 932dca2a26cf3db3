import { createFileRoute } from '@tanstack/react-router'
import { Page } from '../../../ui/page.tsx'

export const Route = createFileRoute('/shop/products/$id')({ component: Placeholder })

function Placeholder() {
  return <Page title="/shop/products/$id">…</Page>
}

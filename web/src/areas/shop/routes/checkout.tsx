import { createFileRoute } from '@tanstack/react-router'
import { Page } from '../../../ui/page.tsx'

export const Route = createFileRoute('/shop/checkout')({ component: Placeholder })

function Placeholder() {
  return <Page title="/shop/checkout">…</Page>
}

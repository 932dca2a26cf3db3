import { createFileRoute } from '@tanstack/react-router'
import { Page } from '../../../ui/page.tsx'

export const Route = createFileRoute('/store/products')({ component: Placeholder })

function Placeholder() {
  return <Page title="/store/products">…</Page>
}

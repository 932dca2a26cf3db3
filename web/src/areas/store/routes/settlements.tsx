import { createFileRoute } from '@tanstack/react-router'
import { Page } from '../../../ui/page.tsx'

export const Route = createFileRoute('/store/settlements')({ component: Placeholder })

function Placeholder() {
  return <Page title="/store/settlements">…</Page>
}

import { createFileRoute, Outlet } from '@tanstack/react-router'
import { AreaError } from '../../../app/area-error.tsx'
import { enter } from '../../../app/guard.ts'
import { loadTexts } from '../../../i18n/index.ts'

export const Route = createFileRoute('/store')({
  beforeLoad: ({ location }) => enter('store', location.href),
  loader: () => loadTexts('store'),
  component: Outlet,
  errorComponent: AreaError,
})

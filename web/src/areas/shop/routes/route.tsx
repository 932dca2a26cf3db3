import { createFileRoute, Outlet } from '@tanstack/react-router'
import { AreaError } from '../../../app/area-error.tsx'
import { enter } from '../../../app/guard.ts'
import { loadTexts } from '../../../i18n/index.ts'

export const Route = createFileRoute('/shop')({
  beforeLoad: ({ location }) => enter('shop', location.href),
  loader: () => loadTexts('shop'),
  component: Outlet,
  errorComponent: AreaError,
})

import { createFileRoute, Outlet } from '@tanstack/react-router'
import { AreaError } from '../../../app/area-error.tsx'
import { enter } from '../../../app/guard.ts'
import { loadTexts } from '../../../i18n/index.ts'

export const Route = createFileRoute('/account')({
  beforeLoad: ({ location }) => enter('account', location.href),
  loader: () => loadTexts('account'),
  component: Outlet,
  errorComponent: AreaError,
})

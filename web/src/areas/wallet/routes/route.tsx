import { createFileRoute, Outlet } from '@tanstack/react-router'
import { AreaError } from '../../../app/area-error.tsx'
import { enter } from '../../../app/guard.ts'
import { loadTexts } from '../../../i18n/index.ts'

export const Route = createFileRoute('/wallet')({
  beforeLoad: ({ location }) => enter('wallet', location.href),
  loader: () => loadTexts('wallet'),
  component: Outlet,
  errorComponent: AreaError,
})

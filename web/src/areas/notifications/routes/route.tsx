import { createFileRoute, Outlet } from '@tanstack/react-router'
import { AreaError } from '../../../app/area-error.tsx'
import { enter } from '../../../app/guard.ts'
import { loadTexts } from '../../../i18n/index.ts'

export const Route = createFileRoute('/notifications')({
  beforeLoad: ({ location }) => enter('notifications', location.href),
  loader: () => loadTexts('notifications'),
  component: Outlet,
  errorComponent: AreaError,
})

import { createFileRoute, Outlet } from '@tanstack/react-router'
import { AreaError } from '../../../app/area-error.tsx'
import { enter } from '../../../app/guard.ts'
import { loadTexts } from '../../../i18n/index.ts'

export const Route = createFileRoute('/operations')({
  beforeLoad: ({ location }) => enter('operations', location.href),
  loader: () => loadTexts('operations'),
  component: Outlet,
  errorComponent: AreaError,
})

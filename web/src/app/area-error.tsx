import { type ErrorComponentProps, useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Empty, Failure } from '../ui/states.tsx'
import { Forbidden } from './guard.ts'

/** What an area shows when a page of it fails. */
export function AreaError({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation()
  const router = useRouter()
  if (error instanceof Forbidden) return <Empty title={t('forbidden.title')}>{t('forbidden.text')}</Empty>
  return (
    <Failure
      error={error}
      onRetry={() => {
        reset()
        void router.invalidate()
      }}
    />
  )
}

import { Card, Skeleton, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Page } from '../../../ui/page.tsx'
import { CardSkeleton, RowsSkeleton } from '../../../ui/states.tsx'

interface PendingProps {
  readonly title: 'tasks' | 'orders' | 'payments' | 'members' | 'settlements' | 'ledger' | 'health' | 'trace'
  readonly figures?: ReactNode
}

/** A list that is coming: its title stands, its rows are shapes. */
export function ListPending({ title, figures }: PendingProps) {
  const { t } = useTranslation('operations')
  return (
    <Page title={t(`${title}.title`)}>
      {figures}
      <Card>
        <Skeleton height={42} mb="lg" maw={420} />
        <RowsSkeleton rows={8} height={38} />
      </Card>
    </Page>
  )
}

/** One thing that is coming: its facts beside what happened to it. */
export function OnePending() {
  return (
    <Stack gap="lg">
      <Skeleton height={34} width={260} />
      <CardSkeleton rows={4} />
      <CardSkeleton rows={5} />
    </Stack>
  )
}

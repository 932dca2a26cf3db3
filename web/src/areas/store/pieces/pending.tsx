import { Card, Skeleton, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Page } from '../../../ui/page.tsx'
import { CardSkeleton, RowsSkeleton } from '../../../ui/states.tsx'

interface PendingProps {
  readonly title: 'products' | 'shipping' | 'payments' | 'settlements' | 'franchise'
  readonly above?: ReactNode
}

/** A list that is coming: its title stands, its rows are shapes. */
export function ListPending({ title, above }: PendingProps) {
  const { t } = useTranslation('store')
  return (
    <Page title={t(`${title}.title`)}>
      {above}
      <Card>
        <Skeleton height={42} mb="lg" maw={420} />
        <RowsSkeleton rows={8} height={38} />
      </Card>
    </Page>
  )
}

/** One thing that is coming. */
export function OnePending() {
  return (
    <Stack gap="lg">
      <Skeleton height={34} width={260} />
      <CardSkeleton rows={4} />
      <CardSkeleton rows={5} />
    </Stack>
  )
}

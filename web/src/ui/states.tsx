/** What a page shows instead of its content: nothing yet, an error, or the shape of what is coming. */
import { Button, Card, Center, Code, CopyButton, Group, Skeleton, Stack, Text, Title } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { correlationOf, Refusal } from '../api/problem.ts'
import { Mark } from './mark.tsx'

interface EmptyProps {
  readonly title: string
  /** Why it is empty, or what to do. */
  readonly children?: ReactNode
  readonly action?: ReactNode
}

export function Empty({ title, children, action }: EmptyProps) {
  return (
    <Center mih={240} p="lg">
      <Stack align="center" gap="sm" ta="center">
        <Mark size={52} frame="var(--m-border)" fruit="#fd8a5b" />
        <Title order={2} size="h3">
          {title}
        </Title>
        {children && <Text c="dimmed">{children}</Text>}
        {action && <Group mt="xs">{action}</Group>}
      </Stack>
    </Center>
  )
}

interface FailureProps {
  readonly error: unknown
  readonly onRetry?: () => void
}

/** An error with what to do, and the number that support asks for. */
export function Failure({ error, onRetry }: FailureProps) {
  const { t } = useTranslation()
  const correlationId = correlationOf(error)
  return (
    <Center mih={240} p="lg" role="alert">
      <Stack align="center" gap="sm" ta="center">
        <Mark size={52} frame="var(--m-border)" fruit="var(--m-danger)" />
        <Title order={2} size="h3">
          {error instanceof Refusal ? error.message : t('failure.title')}
        </Title>
        {!(error instanceof Refusal) && <Text c="dimmed">{t('failure.text')}</Text>}
        <Group mt="xs" justify="center">
          {onRetry && <Button onClick={onRetry}>{t('failure.retry')}</Button>}
          {correlationId && <CopyId id={correlationId} />}
        </Group>
        {correlationId && <Code bg="transparent">{correlationId}</Code>}
      </Stack>
    </Center>
  )
}

function CopyId({ id }: { readonly id: string }) {
  const { t } = useTranslation()
  return (
    <CopyButton value={id}>
      {({ copied, copy }) => (
        <Button
          variant="default"
          onClick={copy}
          leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
        >
          {copied ? t('failure.copied') : t('failure.copyId')}
        </Button>
      )}
    </CopyButton>
  )
}

/** Rows in the shape of a list that is coming. */
export function RowsSkeleton({ rows = 5, height = 44 }: { readonly rows?: number; readonly height?: number }) {
  const { t } = useTranslation()
  return (
    <Stack gap="sm" aria-busy="true" aria-label={t('loading')}>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows of a skeleton are all the same
        <Skeleton key={row} height={height} />
      ))}
    </Stack>
  )
}

export function CardSkeleton({ rows, title = true }: { readonly rows?: number; readonly title?: boolean }) {
  return (
    <Card>
      {title && <Skeleton height={22} width={140} mb="lg" />}
      <RowsSkeleton rows={rows} />
    </Card>
  )
}

/** A whole page that is coming. */
export function PageSkeleton() {
  return (
    <Stack gap="lg">
      <Skeleton height={34} width={180} />
      <CardSkeleton rows={6} />
    </Stack>
  )
}

import { Card, Group, Title } from '@mantine/core'
import type { ReactNode } from 'react'

interface PanelProps {
  readonly title: string
  readonly actions?: ReactNode
  readonly children: ReactNode
  /** Its content reaches the edges, as a table does. */
  readonly flush?: boolean
}

/** A part of a page, with its heading. */
export function Panel({ title, actions, children, flush = false }: PanelProps) {
  return (
    <Card padding={flush ? 0 : 'lg'}>
      <Group justify="space-between" mb={flush ? 0 : 'md'} p={flush ? 'lg' : 0} pb={flush ? 'md' : 0}>
        <Title order={2} size="h3">
          {title}
        </Title>
        {actions}
      </Group>
      {children}
    </Card>
  )
}

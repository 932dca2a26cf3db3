import { Group, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'

interface PageProps {
  readonly title: string
  /** One line below the title. */
  readonly subtitle?: ReactNode
  /** Buttons of the page, at the right of its title. */
  readonly actions?: ReactNode
  readonly children: ReactNode
}

/** A page: its only first heading, its buttons, its content. */
export function Page({ title, subtitle, actions, children }: PageProps) {
  return (
    <Stack gap="lg">
      <Group justify="space-between" align="flex-start" gap="sm">
        <div>
          <Title order={1}>{title}</Title>
          {subtitle && (
            <Text c="dimmed" mt={4} component="div">
              {subtitle}
            </Text>
          )}
        </div>
        {actions && <Group gap="xs">{actions}</Group>}
      </Group>
      {children}
    </Stack>
  )
}

import { Card, Group, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { initials } from '../../../ui/format.ts'
import { maskName } from './mask-name.ts'
import classes from './seen-by-others.module.css'

/** What other members see of this one. */
export function SeenByOthers({ name }: { readonly name: string }) {
  const { t } = useTranslation('account')
  const masked = maskName(name)
  return (
    <Card component="section">
      <Title order={2} size="h3" mb="md">
        {t('seen.title')}
      </Title>
      <Group gap="sm" wrap="nowrap" mb="sm">
        <span className={classes.picture} aria-hidden="true">
          {initials(masked)}
        </span>
        <Text fw={700} size="lg">
          {t('seen.name', { name: masked })}
        </Text>
      </Group>
      <Text c="dimmed" size="sm">
        {t('seen.text')}
      </Text>
    </Card>
  )
}

import { Button, Group, Text } from '@mantine/core'
import { IconBuildingBank } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { initials } from '../../../../ui/format.ts'
import classes from './chosen.module.css'
import type { Recipient } from './recipients.ts'

interface ChosenProps {
  readonly recipient: Recipient
  readonly onChange: () => void
}

/** Who was found, and a way back. */
export function Chosen({ recipient, onChange }: ChosenProps) {
  const { t } = useTranslation('wallet')
  const { kind, name, account } = recipient
  return (
    <Group className={classes.chosen} wrap="nowrap" gap="sm">
      <span className={classes.picture} aria-hidden="true">
        {kind === 'bank' ? <IconBuildingBank size={20} stroke={1.8} /> : initials(name)}
      </span>
      <div className={classes.who}>
        <Text fw={700}>{t(kind === 'member' ? 'send.member' : 'send.holder', { name })}</Text>
        <Text size="sm" c="dimmed">
          {account ?? t(kind === 'member' ? 'send.isMember' : 'send.isAccount')}
        </Text>
      </div>
      <Button variant="default" size="sm" onClick={onChange}>
        {t('send.change')}
      </Button>
    </Group>
  )
}

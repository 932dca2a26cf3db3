import { Button, Card, Group, Stack, Text, Title } from '@mantine/core'
import { IconBuildingBank } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answerOf, api } from '../../../../api/client.ts'
import { Confirm } from '../../../../ui/confirm.tsx'
import { formatDayOf } from '../../../../ui/format.ts'
import { LinkButton } from '../../../../ui/links.tsx'
import { Refused } from '../../../../ui/refused.tsx'
import { useAccountName } from '../account-name.tsx'
import type { LinkedAccount } from '../queries.ts'
import classes from './linked-card.module.css'

/** The linked account, what it is for, and how to part with it. */
export function LinkedCard({ account }: { readonly account: LinkedAccount }) {
  const { t } = useTranslation('wallet')
  const ui = useTranslation().t
  const name = useAccountName()(account)
  const client = useQueryClient()
  const [asking, setAsking] = useState(false)
  const unlink = useMutation({
    mutationFn: () => answerOf(api.DELETE('/api/banking/accounts/{id}', { params: { path: { id: account.id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['linked-account'] }),
    onSettled: () => setAsking(false),
  })
  return (
    <Card component="section" maw={640}>
      <Stack gap="lg">
        <Group gap="md" wrap="nowrap">
          <span className={classes.sign} aria-hidden="true">
            <IconBuildingBank size={26} stroke={1.7} />
          </span>
          <div className={classes.what}>
            <Title order={2} size="h3">
              {name}
            </Title>
            <Text c="dimmed" size="sm">
              {t('account.since', { at: formatDayOf(account.linkedAt) })}
            </Text>
          </div>
        </Group>
        <Text>{t('account.use')}</Text>
        <Refused error={unlink.error} />
        <Group gap="xs">
          <LinkButton to="/wallet/top-up">{ui('page.topUp')}</LinkButton>
          <LinkButton to="/wallet/withdraw" variant="default">
            {ui('page.withdraw')}
          </LinkButton>
          <Button variant="subtle" color="crimson" ms="auto" onClick={() => setAsking(true)}>
            {t('account.unlink')}
          </Button>
        </Group>
      </Stack>
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('account.unlinkSure')}
        action={t('account.unlink')}
        onConfirm={() => unlink.mutate()}
        busy={unlink.isPending}
        danger
      >
        <Text>{t('account.unlinkText', { name })}</Text>
      </Confirm>
    </Card>
  )
}

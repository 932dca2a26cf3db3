import { Alert, Button, Card, Checkbox, Group, List, Stack, Text, Title } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answerOf, api } from '../../../api/client.ts'
import { leave } from '../../../api/next-person.ts'
import { Refusal } from '../../../api/problem.ts'
import { Confirm } from '../../../ui/confirm.tsx'
import { formatMoney } from '../../../ui/format.ts'
import { TextLink } from '../../../ui/links.tsx'
import { Refused } from '../../../ui/refused.tsx'
import { type Obligation, obligationsIn, pageFor } from './obligations.ts'

const MEANS = ['data', 'email', 'records'] as const

/** Leaving for good: what it means, and what is in the way. */
export function LeaveCard() {
  const { t } = useTranslation('account')
  const [asking, setAsking] = useState(false)
  const [sure, setSure] = useState(false)
  const going = useMutation({
    mutationFn: () => answerOf(api.DELETE('/api/users/me')),
    onSuccess: leave,
    onSettled: () => setAsking(false),
  })
  const open = going.error instanceof Refusal ? obligationsIn(going.error) : null
  return (
    <Card component="section">
      <Stack gap="md" align="stretch">
        <div>
          <Title order={2} size="h3">
            {t('leave.title')}
          </Title>
          <Text c="dimmed" size="sm" mt={4}>
            {t('leave.text')}
          </Text>
        </div>
        <List size="sm" spacing={6}>
          {MEANS.map(each => (
            <List.Item key={each}>{t(`leave.means.${each}`)}</List.Item>
          ))}
        </List>
        {open ? <InTheWay message={going.error?.message ?? ''} open={open} /> : <Refused error={going.error} />}
        <Group>
          <Button
            variant="outline"
            color="crimson"
            onClick={() => {
              setSure(false)
              setAsking(true)
            }}
          >
            {t('leave.action')}
          </Button>
        </Group>
      </Stack>
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('leave.sure')}
        action={t('leave.action')}
        onConfirm={() => going.mutate()}
        busy={going.isPending}
        disabled={!sure}
        danger
      >
        <Stack gap="md">
          <Text>{t('leave.sureText')}</Text>
          <Checkbox
            label={t('leave.understood')}
            checked={sure}
            onChange={event => setSure(event.currentTarget.checked)}
          />
        </Stack>
      </Confirm>
    </Card>
  )
}

interface InTheWayProps {
  readonly message: string
  readonly open: readonly Obligation[]
}

function InTheWay({ message, open }: InTheWayProps) {
  const { t, i18n } = useTranslation('account')
  const language = i18n.language === 'en' ? 'en' : 'ko'
  return (
    <Alert color="amber" icon={<IconAlertTriangle />} title={message} role="alert">
      <List size="sm" spacing="xs">
        {open.map(obligation => {
          const page = pageFor(obligation)
          const { code, text, amount, currency } = obligation
          return (
            <List.Item key={`${code} ${currency}`}>
              {text[language]}
              {amount !== undefined && <strong className="nowrap"> {formatMoney(amount, currency)}</strong>}
              {page && (
                <>
                  {' '}
                  <TextLink to={page} inherit underline="always" className="nowrap">
                    {t('leave.settle')}
                  </TextLink>
                </>
              )}
            </List.Item>
          )
        })}
      </List>
    </Alert>
  )
}

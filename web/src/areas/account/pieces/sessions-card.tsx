import { Badge, Button, Card, Group, Stack, Text, Title } from '@mantine/core'
import { IconDeviceDesktop, IconDeviceMobile, IconTerminal2 } from '@tabler/icons-react'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answerOf, api } from '../../../api/client.ts'
import { Confirm } from '../../../ui/confirm.tsx'
import { formatAgo } from '../../../ui/format.ts'
import { Refused } from '../../../ui/refused.tsx'
import { type OwnSession, sessionsQuery } from './queries.ts'
import classes from './sessions-card.module.css'

/** As many are shown before one asks for the rest. */
const SHOWN = 5
const PHONES = ['Android', 'iOS', 'iPhone', 'iPadOS']

const signOf = ({ browser, system }: OwnSession) => {
  if (browser === null) return IconTerminal2
  return PHONES.includes(system ?? '') ? IconDeviceMobile : IconDeviceDesktop
}

/** Where the member is logged in, and log-out from here. */
export function SessionsCard() {
  const { t } = useTranslation('account')
  const ui = useTranslation().t
  const client = useQueryClient()
  const { data: sessions } = useSuspenseQuery(sessionsQuery())
  const [asking, setAsking] = useState(false)
  const [all, setAll] = useState(false)
  const refresh = () => client.invalidateQueries({ queryKey: ['sessions'] })
  const end = useMutation({
    mutationFn: (id: string) => answerOf(api.DELETE('/api/users/me/sessions/{id}', { params: { path: { id } } })),
    onSettled: refresh,
  })
  const endOthers = useMutation({
    mutationFn: () => answerOf(api.POST('/api/users/me/sessions/end-others')),
    onSettled: () => {
      setAsking(false)
      return refresh()
    },
  })
  const others = sessions.filter(({ current }) => !current)
  return (
    <Card component="section">
      <Stack gap="md">
        <Group justify="space-between">
          <Title order={2} size="h3">
            {t('sessions.title')}
          </Title>
          {others.length > 0 && (
            <Button variant="default" size="sm" onClick={() => setAsking(true)}>
              {t('sessions.endOthers')}
            </Button>
          )}
        </Group>
        <Refused error={end.error ?? endOthers.error} />
        <ul className={classes.list}>
          {sessions.slice(0, all ? undefined : SHOWN).map(session => (
            <Session
              key={session.id}
              session={session}
              busy={end.isPending && end.variables === session.id}
              onEnd={() => end.mutate(session.id)}
            />
          ))}
        </ul>
        {!all && sessions.length > SHOWN && (
          <Button variant="subtle" onClick={() => setAll(true)}>
            {t('sessions.more', { count: sessions.length - SHOWN })}
          </Button>
        )}
      </Stack>
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('sessions.sure')}
        action={ui('shell.logOut')}
        onConfirm={() => endOthers.mutate()}
        busy={endOthers.isPending}
      >
        <Text>{t('sessions.sureText', { count: others.length })}</Text>
      </Confirm>
    </Card>
  )
}

interface SessionProps {
  readonly session: OwnSession
  readonly busy: boolean
  readonly onEnd: () => void
}

function Session({ session, busy, onEnd }: SessionProps) {
  const { t } = useTranslation('account')
  const ui = useTranslation().t
  const { browser, system, current, lastUsedAt } = session
  const Sign = signOf(session)
  const name = [browser ?? t('sessions.program'), system].filter(Boolean).join(' · ')
  return (
    <li className={classes.session}>
      <span className={classes.sign} aria-hidden="true">
        <Sign size={22} stroke={1.7} />
      </span>
      <div className={classes.what}>
        <Text fw={600}>{name}</Text>
        <Text size="sm" c="dimmed">
          {t('sessions.lastUsed', { at: formatAgo(lastUsedAt) })}
        </Text>
      </div>
      {current ? (
        <Badge color="pine">{t('sessions.current')}</Badge>
      ) : (
        <Button variant="subtle" size="sm" loading={busy} onClick={onEnd} aria-label={t('sessions.end', { name })}>
          {ui('shell.logOut')}
        </Button>
      )}
    </li>
  )
}

import { Stack, Title, UnstyledButton } from '@mantine/core'
import { IconBuildingBank } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { initials } from '../../../../ui/format.ts'
import { useCounterpartyName } from '../counterparty-name.ts'
import { recentRemittancesQuery } from '../queries.ts'
import classes from './recents.module.css'
import { type Recipient, recentsOf } from './recipients.ts'

/** Whom money went to or came from lately, one click away. */
export function Recents({ onFound }: { readonly onFound: (recipient: Recipient) => void }) {
  const { t } = useTranslation('wallet')
  const nameOf = useCounterpartyName()
  const { data } = useSuspenseQuery(recentRemittancesQuery())
  const recents = recentsOf(data)
  if (recents.length === 0) return null
  return (
    <Stack gap="sm">
      <Title order={2} size="h4">
        {t('send.recents')}
      </Title>
      <ul className={classes.list}>
        {recents.map(({ id, counterparty }) => {
          const name = nameOf(counterparty)
          const kind = counterparty.kind === 'bank' ? 'bank' : 'member'
          const choose = () => onFound({ to: { remittanceId: id }, kind, name })
          return (
            <li key={id}>
              <UnstyledButton className={classes.recent} onClick={choose}>
                <span className={classes.picture} data-kind={kind} aria-hidden="true">
                  {kind === 'bank' ? <IconBuildingBank size={20} stroke={1.8} /> : initials(name)}
                </span>
                <span className={classes.name}>{name}</span>
              </UnstyledButton>
            </li>
          )
        })}
      </ul>
    </Stack>
  )
}

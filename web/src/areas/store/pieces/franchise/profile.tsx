import { Badge, Group } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useUser } from '../../../../api/use-session.ts'
import type { Language } from '../../../../i18n/index.ts'
import { bankName } from '../../../../ui/banks.ts'
import { Facts } from '../../../../ui/facts.tsx'
import { formatInstant } from '../../../../ui/format.ts'
import { Panel } from '../../../../ui/panel.tsx'
import { regionChoices } from '../../../../ui/regions.ts'
import type { EditedFranchise } from '../queries.ts'
import { ActiveButton, EditAccount, EditDetails } from './edit-dialogs.tsx'
import { percentOf } from './percent.ts'

/** What is known of a franchise, and where its money goes. */
export function Profile({ franchise }: { readonly franchise: EditedFranchise }) {
  const { t, i18n } = useTranslation('store')
  const user = useUser()
  const { name, region, contact, active, bankAccount, feeBp, createdAt } = franchise
  const account = `${bankName(bankAccount.bankCode, i18n.language as Language)} ···· ${bankAccount.last4}`
  return (
    <>
      <Panel title={name} actions={<EditDetails franchise={franchise} />}>
        <Facts
          items={[
            [
              t('franchise.state'),
              <Badge key="state" color={active ? 'pine' : 'gray'}>
                {t(active ? 'franchise.open' : 'franchise.paused')}
              </Badge>,
            ],
            [t('franchise.region'), regionChoices(i18n.language, region).find(({ value }) => value === region)?.label],
            [t('franchise.contact'), contact],
            [t('franchise.fee'), percentOf(feeBp)],
            [t('franchise.since'), formatInstant(createdAt)],
            [t('franchise.who'), t('franchise.whoText', { name: user?.name ?? '' })],
          ]}
        />
        <Group justify="flex-end" mt="md">
          <ActiveButton franchise={franchise} />
        </Group>
      </Panel>
      <Panel title={t('franchise.account')} actions={<EditAccount franchise={franchise} />}>
        <Facts items={[[t('franchise.accountNow'), account]]} />
      </Panel>
    </>
  )
}

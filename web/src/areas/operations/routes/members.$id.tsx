import { Group, Stack, Text } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Columns } from '../../../ui/columns.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { formatInstant } from '../../../ui/format.ts'
import { TextLink } from '../../../ui/links.tsx'
import { Page } from '../../../ui/page.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { Status } from '../../../ui/status.tsx'
import { Happened } from '../pieces/happened.tsx'
import { AccountSwitch } from '../pieces/members/account-switch.tsx'
import { RolesForm } from '../pieces/members/roles-form.tsx'
import { OnePending } from '../pieces/pending.tsx'
import { member } from '../pieces/queries.ts'
import { CopiedId } from '../pieces/short-id.tsx'

export const Route = createFileRoute('/operations/members/$id')({
  loader: ({ context, params }) => context.queryClient.ensureQueryData(member(params.id)),
  component: MemberPage,
  pendingComponent: OnePending,
})

function MemberPage() {
  const { t } = useTranslation('operations')
  const { id } = Route.useParams()
  const { data } = useSuspenseQuery(member(id))
  return (
    <Page
      title={data.name ?? t('common.forgotten')}
      subtitle={
        <Group gap="xs" mt={4}>
          <Status of="member" status={data.status} />
          <Text span size="sm" c="dimmed">
            {data.email}
          </Text>
        </Group>
      }
      actions={<AccountSwitch member={data} />}
    >
      <Columns aside={<Aside />}>
        {/* Drawn anew when the roles are others: the form starts with them. */}
        <RolesForm key={data.roles.join()} member={data} />
        <Happened id={id} progress={t('orders.progress')} />
      </Columns>
    </Page>
  )
}

function Aside() {
  const { t } = useTranslation('operations')
  const { id } = Route.useParams()
  const { data } = useSuspenseQuery(member(id))
  return (
    <>
      <Panel title={t('members.account')}>
        <Facts
          items={[
            [t('members.registered'), formatInstant(data.registeredAt)],
            [t('members.region'), data.region ?? t('common.none')],
            ['ID', <CopiedId key="id" id={id} />],
          ]}
        />
      </Panel>
      <Panel title={t('members.links')}>
        <Stack gap="sm">
          <TextLink to="/operations/orders" search={{ userId: id }}>
            {t('members.orders')}
          </TextLink>
          <TextLink to="/operations/payments" search={{ userId: id }}>
            {t('members.payments')}
          </TextLink>
          <TextLink to="/operations/ledger/accounts" search={{ owner: id }}>
            {t('members.ledger')}
          </TextLink>
        </Stack>
      </Panel>
    </>
  )
}

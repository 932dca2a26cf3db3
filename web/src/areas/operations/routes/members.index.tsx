import { Badge, Card, Group, Stack, Text } from '@mantine/core'
import { useMutation, useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { answerOf, api, Refusal } from '../../../api/client.ts'
import { Chips } from '../../../ui/chips.tsx'
import { cursorSearch, useCursor } from '../../../ui/cursor.ts'
import { FindField } from '../../../ui/find-field.tsx'
import { formatInstant } from '../../../ui/format.ts'
import { Page } from '../../../ui/page.tsx'
import { type Column, RecordTable } from '../../../ui/record-table.tsx'
import { given, oneOf, type Search } from '../../../ui/search-params.ts'
import { Empty } from '../../../ui/states.tsx'
import { Status } from '../../../ui/status.tsx'
import { meaningOf } from '../pieces/meaning.ts'
import { ListPending } from '../pieces/pending.tsx'
import { type Member, type MembersSearch, members } from '../pieces/queries.ts'
import { ShortId } from '../pieces/short-id.tsx'

const ROLES = ['merchant', 'operator', 'hr'] as const
const STATUSES = ['active', 'deactivated', 'forgotten'] as const
const ALL = ''

export const Route = createFileRoute('/operations/members/')({
  validateSearch: (search: Search): MembersSearch => ({
    ...given({ status: oneOf(STATUSES, search.status), role: oneOf(ROLES, search.role) }),
    ...cursorSearch(search),
  }),
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => context.queryClient.ensureQueryData(members(deps)),
  component: Members,
  pendingComponent: () => <ListPending title="members" />,
})

function Members() {
  const { t } = useTranslation('operations')
  const ui = useTranslation().t
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  const { data } = useSuspenseQuery(members(search))
  const paging = useCursor(search, data.nextCursor)
  return (
    <Page title={t('members.title')} subtitle={t('members.masked')}>
      <Card padding={0}>
        <Stack gap="sm" p="lg" pb="md">
          <FindMember />
          <Group gap="sm">
            <RoleChips />
          </Group>
        </Stack>
        <RecordTable
          label={t('members.list')}
          rows={data.items}
          id={({ id }) => id}
          columns={useColumns()}
          brief={member => ({
            title: member.name ?? t('common.forgotten'),
            aside: <Roles member={member} />,
            detail: member.email ?? <ShortId id={member.id} />,
            badge: <Status of="member" status={member.status} />,
          })}
          onOpen={({ id }) => void navigate({ to: '/operations/members/$id', params: { id } })}
          empty={<Empty title={ui('table.noMatch')}>{ui('table.noMatchText')}</Empty>}
          {...paging}
        />
      </Card>
    </Page>
  )
}

/** By a whole e-mail address, which is no part of the address bar, or by an id. */
function FindMember() {
  const { t } = useTranslation('operations')
  const navigate = Route.useNavigate()
  const open = (id: string) => navigate({ to: '/operations/members/$id', params: { id } })
  const finding = useMutation({
    mutationFn: async (email: string) => answerOf(api.POST('/api/users/find', { body: { email } })),
    onSuccess: async ({ items: [found] }) => {
      if (found) await open(found.id)
    },
  })
  const find = (text: string) => {
    if (meaningOf(text)?.kind === 'member') void open(text)
    else if (text !== '') finding.mutate(text)
  }
  const isNobody = finding.data?.items.length === 0
  const refused = finding.error instanceof Refusal ? (finding.error.fields.email ?? finding.error.message) : undefined
  return (
    <FindField
      label={t('members.search')}
      value=""
      onFind={find}
      error={refused ?? (isNobody ? t('members.notFound') : undefined)}
    />
  )
}

function RoleChips() {
  const { t } = useTranslation('operations')
  const ui = useTranslation().t
  const { role, status } = Route.useSearch()
  const navigate = Route.useNavigate()
  const show = (search: MembersSearch) => void navigate({ search })
  const wanted = role ?? status ?? ALL
  return (
    <Chips
      label={t('members.role')}
      value={wanted}
      options={[
        [ALL, t('common.all')],
        ...ROLES.map(each => [each, ui(`role.${each}`)] as const),
        ...STATUSES.slice(1).map(each => [each, ui(`status.member.${each}`)] as const),
      ]}
      onChange={value => show(given({ role: oneOf(ROLES, value), status: oneOf(STATUSES, value) }))}
    />
  )
}

function Roles({ member: { roles } }: { readonly member: Member }) {
  const ui = useTranslation().t
  return (
    <Group gap={4}>
      {roles
        .filter(role => role !== 'customer' || roles.length === 1)
        .map(role => (
          <Badge key={role} color={role === 'operator' ? 'plum' : role === 'merchant' ? 'amber' : 'gray'}>
            {ui(`role.${role}`)}
          </Badge>
        ))}
    </Group>
  )
}

function useColumns(): readonly Column<Member>[] {
  const { t } = useTranslation('operations')
  return [
    { key: 'name', title: t('members.name'), cell: ({ name }) => name ?? t('common.forgotten') },
    { key: 'email', title: t('members.email'), cell: ({ email }) => email ?? '–' },
    { key: 'roles', title: t('members.roles'), cell: member => <Roles member={member} /> },
    { key: 'status', title: t('members.state'), cell: ({ status }) => <Status of="member" status={status} /> },
    { key: 'region', title: t('members.region'), cell: ({ region }) => region ?? '–' },
    {
      key: 'registered',
      title: t('members.registered'),
      cell: ({ registeredAt }) => (
        <Text span inherit c="dimmed" className="nowrap">
          {formatInstant(registeredAt)}
        </Text>
      ),
    },
  ]
}

import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useUser } from '../../../api/use-session.ts'
import { Chips } from '../../../ui/chips.tsx'
import { Columns } from '../../../ui/columns.tsx'
import { Page } from '../../../ui/page.tsx'
import { given, type Search, textIn } from '../../../ui/search-params.ts'
import { Sheet } from '../../../ui/sheet.tsx'
import { CardSkeleton, Empty } from '../../../ui/states.tsx'
import { FeeHistory } from '../pieces/franchise/fee-history.tsx'
import { Profile } from '../pieces/franchise/profile.tsx'
import { RegisterForm } from '../pieces/franchise/register-form.tsx'
import { SellerName } from '../pieces/franchise/seller-name.tsx'
import { ListPending } from '../pieces/pending.tsx'
import { franchise, franchises, sellerName } from '../pieces/queries.ts'

interface FranchiseSearch {
  /** The franchise that is shown; the first, unless said. */
  readonly id?: string
}

export const Route = createFileRoute('/store/franchise')({
  validateSearch: (search: Search): FranchiseSearch => given({ id: textIn(search.id) }),
  loader: ({ context }) => context.queryClient.ensureQueryData(franchises()),
  component: Franchises,
  pendingComponent: () => <ListPending title="franchise" />,
})

function Franchises() {
  const { t } = useTranslation('store')
  const { id } = Route.useSearch()
  const navigate = Route.useNavigate()
  const { data } = useSuspenseQuery(franchises())
  const [opened, { open, close }] = useDisclosure(false)
  const shown = data.find(each => each.id === id) ?? data[0]
  const register = (
    <Button onClick={open} leftSection={<IconPlus size={18} stroke={2} />}>
      {t('franchise.new')}
    </Button>
  )
  return (
    <Page title={t('franchise.title')} actions={shown && register}>
      {data.length > 1 && (
        <Chips
          label={t('common.franchise')}
          value={shown?.id ?? ''}
          options={data.map(each => [each.id, each.name] as const)}
          onChange={wanted => void navigate({ search: { id: wanted } })}
        />
      )}
      {shown ? (
        <OneFranchise key={shown.id} id={shown.id} />
      ) : (
        <Empty title={t('franchise.none')} action={register}>
          {t('franchise.noneText')}
        </Empty>
      )}
      <Sheet title={t('franchise.new')} opened={opened} onClose={close}>
        <RegisterForm onDone={close} />
      </Sheet>
    </Page>
  )
}

function OneFranchise({ id }: { readonly id: string }) {
  const user = useUser()
  const { data } = useQuery(franchise(id))
  const { data: name } = useQuery(sellerName(user?.id ?? ''))
  if (!data) return <CardSkeleton rows={5} />
  return (
    <Columns
      aside={
        <>
          <FeeHistory franchise={data} />
          {name !== undefined && <SellerName name={name} />}
        </>
      }
    >
      <Profile franchise={data} />
    </Columns>
  )
}

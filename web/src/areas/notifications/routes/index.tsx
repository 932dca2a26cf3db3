import { Button, Card, Center, Group, Switch } from '@mantine/core'
import { useSuspenseInfiniteQuery } from '@tanstack/react-query'
import { createFileRoute, useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Chips } from '../../../ui/chips.tsx'
import { LinkButton } from '../../../ui/links.tsx'
import { Page } from '../../../ui/page.tsx'
import { CardSkeleton, Empty } from '../../../ui/states.tsx'
import { NotificationItem } from '../pieces/item.tsx'
import { type Category, listed, markAllRead, type NotificationFilter } from '../pieces/queries.ts'

const CATEGORIES = ['orders', 'money', 'settlements', 'announcements'] as const satisfies readonly Category[]

interface Search {
  readonly unread?: '1'
  readonly category?: Category
}

const filterOf = ({ unread, category }: Search): NotificationFilter => ({ unread: unread === '1', category })

export const Route = createFileRoute('/notifications/')({
  validateSearch: ({ unread, category }: Record<string, unknown>): Search => ({
    ...(unread === '1' && { unread }),
    ...(CATEGORIES.includes(category as never) && { category: category as Category }),
  }),
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => context.queryClient.ensureInfiniteQueryData(listed(filterOf(deps))),
  pendingComponent: () => <CardSkeleton rows={8} />,
  component: Notifications,
})

function Notifications() {
  const { t } = useTranslation('notifications')
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  const { data } = useSuspenseInfiniteQuery(listed(filterOf(search)))
  const [newest] = data.pages
  return (
    <Page
      title={t('title')}
      actions={
        <>
          {newest && newest.unread > 0 && (
            <Button variant="default" onClick={() => void markAllRead(newest.seq)}>
              {t('readAll')}
            </Button>
          )}
          <LinkButton to="/account/notifications" variant="subtle">
            {t('choices')}
          </LinkButton>
        </>
      }
    >
      <Group justify="space-between">
        <Chips
          label={t('category')}
          value={search.category ?? ''}
          options={[['', t('all')], ...CATEGORIES.map(each => [each, t(`categories.${each}`)] as const)]}
          onChange={category => void navigate({ search: { ...search, category: category || undefined } })}
        />
        <Switch
          label={t('unreadOnly')}
          checked={search.unread === '1'}
          onChange={event =>
            void navigate({ search: { ...search, unread: event.currentTarget.checked ? '1' : undefined } })
          }
        />
      </Group>
      <List search={search} />
    </Page>
  )
}

function List({ search }: { readonly search: Search }) {
  const { t } = useTranslation('notifications')
  const router = useRouter()
  const { data, hasNextPage, fetchNextPage, isFetchingNextPage } = useSuspenseInfiniteQuery(listed(filterOf(search)))
  const items = data.pages.flatMap(page => page.items)
  return (
    <Card padding="xs">
      {items.length === 0 && <Empty title={t('none')}>{t('noneText')}</Empty>}
      {items.map(item => (
        <NotificationItem key={item.id} item={item} onOpen={link => link !== null && router.history.push(link)} />
      ))}
      {hasNextPage && (
        <Center p="md">
          <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t('more')}
          </Button>
        </Center>
      )}
    </Card>
  )
}

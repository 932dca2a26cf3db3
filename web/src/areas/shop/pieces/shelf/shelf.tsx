/** The shelf: what matches the address, page by page. */
import { Button, Center, Skeleton, Stack, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { LinkButton } from '../../../../ui/links.tsx'
import { Empty, Failure } from '../../../../ui/states.tsx'
import { type ShelfSearch, shelf } from '../queries.ts'
import { ProductCard } from './product-card.tsx'
import classes from './shelf.module.css'

/** As many as a wide window shows at once. */
const EAGER = 10

export function Shelf({ search }: { readonly search: ShelfSearch }) {
  const ui = useTranslation().t
  const found = useInfiniteQuery(shelf(search))
  if (found.isPending) return <ShelfSkeleton />
  if (!found.data) return <Failure error={found.error} onRetry={() => void found.refetch()} />
  const products = found.data.pages.flatMap(({ items }) => items)
  if (products.length === 0) return <Nothing search={search} />
  return (
    <Stack gap="lg" aria-busy={found.isPlaceholderData}>
      {search.q !== undefined && !found.hasNextPage && <Found count={products.length} />}
      <ul className={classes.shelf} data-former={found.isPlaceholderData || undefined}>
        {products.map((product, place) => (
          <li key={product.id}>
            <ProductCard product={product} eager={place < EAGER} />
          </li>
        ))}
      </ul>
      {found.hasNextPage && (
        <Center>
          <Button variant="default" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
            {ui('action.more')}
          </Button>
        </Center>
      )}
    </Stack>
  )
}

function Found({ count }: { readonly count: number }) {
  const { t } = useTranslation('shop')
  return (
    <Text size="sm" c="dimmed" role="status">
      {t('shelf.found', { count })}
    </Text>
  )
}

function Nothing({ search: { q, category } }: { readonly search: ShelfSearch }) {
  const { t } = useTranslation('shop')
  const isFiltered = q !== undefined || category !== undefined
  return (
    <Empty
      title={q === undefined ? t('shelf.empty') : t('shelf.nothing', { words: q })}
      action={
        isFiltered && (
          <LinkButton to="/shop" variant="default" resetScroll={false}>
            {t('shelf.showAll')}
          </LinkButton>
        )
      }
    >
      {q !== undefined && t('shelf.nothingText')}
    </Empty>
  )
}

export function ShelfSkeleton() {
  const { t } = useTranslation()
  return (
    <div className={classes.shelf} role="status" aria-label={t('loading')}>
      {Array.from({ length: EAGER }, (_, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same, and go together.
        <div key={place}>
          <Skeleton radius={16} className={classes.square} />
          <Skeleton height={16} width="72%" mt={16} />
          <Skeleton height={18} width="44%" mt={10} />
        </div>
      ))}
    </div>
  )
}

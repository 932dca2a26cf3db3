import { Badge, Card, Group, Select, Stack } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Language } from '../../../i18n/index.ts'
import { Chips } from '../../../ui/chips.tsx'
import { cursorSearch, useCursor } from '../../../ui/cursor.ts'
import { FindField } from '../../../ui/find-field.tsx'
import { imageOf } from '../../../ui/image.ts'
import { LinkButton } from '../../../ui/links.tsx'
import { useLocal } from '../../../ui/local.ts'
import { Money } from '../../../ui/money.tsx'
import { Page } from '../../../ui/page.tsx'
import { ProductPicture } from '../../../ui/product-picture.tsx'
import { type Column, RecordTable } from '../../../ui/record-table.tsx'
import { given, oneOf, type Search, textIn } from '../../../ui/search-params.ts'
import { Empty } from '../../../ui/states.tsx'
import { ListPending } from '../pieces/pending.tsx'
import { categoryName } from '../pieces/products/fields.ts'
import { StockBadge } from '../pieces/products/stock-badge.tsx'
import { categories, ownProducts, type Product, type ProductsSearch, SHOWN } from '../pieces/queries.ts'

const ALL = ''

export const Route = createFileRoute('/store/products/')({
  validateSearch: (search: Search): ProductsSearch => ({
    ...given({ q: textIn(search.q), category: textIn(search.category), show: oneOf(SHOWN, search.show) }),
    ...cursorSearch(search),
  }),
  loaderDeps: ({ search }) => search,
  loader: ({ context: { queryClient }, deps }) =>
    Promise.all([queryClient.ensureQueryData(ownProducts(deps)), queryClient.ensureQueryData(categories())]),
  component: Products,
  pendingComponent: () => <ListPending title="products" />,
})

function Products() {
  const { t } = useTranslation('store')
  const local = useLocal()
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  const { data } = useSuspenseQuery(ownProducts(search))
  const paging = useCursor(search, data.nextCursor)
  return (
    <Page title={t('products.title')} actions={<NewButton />}>
      <Card padding={0}>
        <Filters />
        <RecordTable
          label={t('products.list')}
          rows={data.items}
          id={({ id }) => id}
          columns={useColumns()}
          brief={product => ({
            title: local(product.name),
            aside: <Money amount={product.price} currency={product.currency} />,
            detail: <OnSale active={product.active} />,
            badge: <StockBadge stock={product.stock} />,
          })}
          onOpen={({ id }) => void navigate({ to: '/store/products/$id', params: { id } })}
          empty={<NoProducts isSearch={Object.keys(search).length > 0} />}
          {...paging}
        />
      </Card>
    </Page>
  )
}

function NewButton() {
  const { t } = useTranslation('store')
  return (
    <LinkButton to="/store/products/new" leftSection={<IconPlus size={18} stroke={2} />}>
      {t('products.new')}
    </LinkButton>
  )
}

function NoProducts({ isSearch }: { readonly isSearch: boolean }) {
  const { t } = useTranslation('store')
  const ui = useTranslation().t
  if (isSearch) return <Empty title={ui('table.noMatch')}>{ui('table.noMatchText')}</Empty>
  return (
    <Empty title={t('products.none')} action={<NewButton />}>
      {t('products.noneText')}
    </Empty>
  )
}

function Filters() {
  const { t, i18n } = useTranslation('store')
  const { q, category, show } = Route.useSearch()
  const navigate = Route.useNavigate()
  const { data: known } = useQuery(categories())
  const change = (changed: ProductsSearch) =>
    void navigate({ search: former => given({ ...former, cursor: undefined, ...changed }) })
  return (
    <Stack gap="sm" p="lg" pb="md">
      <Group gap="sm" align="flex-end" grow preventGrowOverflow={false}>
        <FindField label={t('products.search')} value={q ?? ''} onFind={text => change({ q: textIn(text) })} />
        <Select
          aria-label={t('product.category')}
          placeholder={t('products.allCategories')}
          data={known?.map(each => ({ value: each.category, label: each.name[i18n.language as Language] })) ?? []}
          value={category ?? null}
          onChange={chosen => change({ category: chosen ?? undefined })}
          clearable
          maw={{ sm: 280 }}
        />
      </Group>
      <Chips
        label={t('products.show')}
        value={show ?? ALL}
        options={[[ALL, t('common.all')], ...SHOWN.map(each => [each, t(`products.shown.${each}`)] as const)]}
        onChange={wanted => change({ show: oneOf(SHOWN, wanted) })}
      />
    </Stack>
  )
}

function OnSale({ active }: { readonly active: boolean }) {
  const { t } = useTranslation('store')
  return <Badge color={active ? 'pine' : 'gray'}>{t(active ? 'products.onSale' : 'products.off')}</Badge>
}

function useColumns(): readonly Column<Product>[] {
  const { t, i18n } = useTranslation('store')
  const local = useLocal()
  const { data: known = [] } = useQuery(categories())
  return [
    {
      key: 'name',
      title: t('products.name'),
      cell: product => (
        <Group gap="sm" wrap="nowrap">
          <ProductPicture
            image={imageOf(product)}
            category={product.category}
            size="small"
            pale={product.stock.available === 0}
          />
          {local(product.name)}
        </Group>
      ),
    },
    {
      key: 'category',
      title: t('product.category'),
      cell: ({ category }) => categoryName(category, known, i18n.language as Language),
    },
    { key: 'active', title: t('products.state'), cell: ({ active }) => <OnSale active={active} /> },
    { key: 'stock', title: t('stock.available'), numeric: true, cell: ({ stock }) => <StockBadge stock={stock} /> },
    {
      key: 'price',
      title: t('product.price'),
      numeric: true,
      cell: ({ price, currency }) => <Money amount={price} currency={currency} fw={600} />,
    },
  ]
}

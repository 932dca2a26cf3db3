import { Badge, Group, Text } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useUser } from '../../../api/use-session.ts'
import { Columns } from '../../../ui/columns.tsx'
import { cursorSearch } from '../../../ui/cursor.ts'
import { formatInstant } from '../../../ui/format.ts'
import { LinkButton } from '../../../ui/links.tsx'
import { useLocal } from '../../../ui/local.ts'
import { Page } from '../../../ui/page.tsx'
import type { Search } from '../../../ui/search-params.ts'
import { Empty } from '../../../ui/states.tsx'
import { OnePending } from '../pieces/pending.tsx'
import { EditForm } from '../pieces/products/edit-form.tsx'
import { PicturePanel } from '../pieces/products/picture-panel.tsx'
import { SaleButton } from '../pieces/products/sale-button.tsx'
import { StockHistory } from '../pieces/products/stock-history.tsx'
import { StockPanel } from '../pieces/products/stock-panel.tsx'
import { categories, product } from '../pieces/queries.ts'

export const Route = createFileRoute('/store/products/$id')({
  validateSearch: (search: Search) => cursorSearch(search),
  loader: ({ context: { queryClient }, params: { id } }) =>
    Promise.all([queryClient.ensureQueryData(product(id)), queryClient.ensureQueryData(categories())]),
  component: ProductPage,
  pendingComponent: OnePending,
})

function ProductPage() {
  const ui = useTranslation().t
  const user = useUser()
  const { id } = Route.useParams()
  const { data } = useSuspenseQuery(product(id))
  if (data.merchantId !== user?.id) return <Empty title={ui('forbidden.title')}>{ui('forbidden.text')}</Empty>
  return <OwnProduct key={id} />
}

function OwnProduct() {
  const { t } = useTranslation('store')
  const local = useLocal()
  const { id } = Route.useParams()
  const search = Route.useSearch()
  const { data } = useSuspenseQuery(product(id))
  const [base, setBase] = useState(data)
  return (
    <Page
      title={local(data.name)}
      subtitle={
        <Group gap="xs" mt={4}>
          <Badge color={data.active ? 'pine' : 'gray'}>{t(data.active ? 'products.onSale' : 'products.off')}</Badge>
          <Text span size="sm" c="dimmed">
            {t('product.updated', { at: formatInstant(data.updatedAt) })}
          </Text>
        </Group>
      }
      actions={
        <>
          {data.active && (
            <LinkButton to="/shop/products/$id" params={{ id }} variant="default">
              {t('product.inShop')}
            </LinkButton>
          )}
          <SaleButton product={data} />
        </>
      }
    >
      <Columns
        aside={
          <>
            <PicturePanel product={data} />
            <StockPanel product={data} />
          </>
        }
      >
        {/* Another version begins another form. */}
        <EditForm key={base.tag} base={base} current={data} onRenew={setBase} />
        <StockHistory productId={id} search={search} />
      </Columns>
    </Page>
  )
}

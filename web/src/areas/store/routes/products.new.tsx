import { createFileRoute } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Page } from '../../../ui/page.tsx'
import { OnePending } from '../pieces/pending.tsx'
import { NewForm } from '../pieces/products/new-form.tsx'
import { categories } from '../pieces/queries.ts'

export const Route = createFileRoute('/store/products/new')({
  loader: ({ context }) => context.queryClient.ensureQueryData(categories()),
  component: NewProduct,
  pendingComponent: OnePending,
})

function NewProduct() {
  const { t } = useTranslation('store')
  return (
    <Page title={t('products.new')} subtitle={t('product.newText')}>
      <NewForm />
    </Page>
  )
}

import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { answerOf, api, Refusal } from '../../../../api/client.ts'
import type { Language } from '../../../../i18n/index.ts'
import { focusFirstWrong, showAtFields } from '../../../../ui/form.ts'
import { Panel } from '../../../../ui/panel.tsx'
import { Refused } from '../../../../ui/refused.tsx'
import { categories, type EditedProduct, product as productQuery } from '../queries.ts'
import { bodyOf, categoryName, PRODUCT_FIELDS, PRODUCT_PLACES, tagFor, valuesOf } from './fields.ts'
import { ProductFields, useProductForm } from './product-fields.tsx'

interface EditFormProps {
  /** As it was when the form began. */
  readonly base: EditedProduct
  /** As it is now. */
  readonly current: EditedProduct
  /** The form begins anew with this. */
  readonly onRenew: (product: EditedProduct) => void
}

/** What a product says and costs; refused where somebody else has changed that meanwhile. */
export function EditForm({ base, current, onRenew }: EditFormProps) {
  const { t, i18n } = useTranslation('store')
  const queries = useQueryClient()
  const { data: known = [] } = useQuery(categories())
  const { id, currency } = base
  const form = useProductForm(valuesOf(base, categoryName(base.category, known, i18n.language as Language)), currency)
  const renew = async () => onRenew(await queries.fetchQuery({ ...productQuery(id), staleTime: 0 }))
  const saving = useMutation({
    mutationFn: (values: ReturnType<typeof form.getValues>) => {
      const tag = tagFor(base, current)
      const header = tag === null ? {} : { 'If-Match': tag }
      const body = bodyOf(values, currency, known)
      return answerOf(api.PATCH('/api/products/{id}', { params: { path: { id }, header }, body }))
    },
    async onSuccess() {
      notifications.show({ message: t('product.saved'), color: 'pine' })
      await queries.invalidateQueries({ queryKey: ['products'] })
      await renew()
    },
    onError: error => showAtFields(form, error, PRODUCT_FIELDS, PRODUCT_PLACES),
  })
  const isConflict = saving.error instanceof Refusal && saving.error.code === 'precondition_failed'
  const isShown = isConflict || Object.keys(form.errors).length > 0
  return (
    <Panel title={t('product.details')}>
      <form noValidate onSubmit={form.onSubmit(values => saving.mutate(values), focusFirstWrong(form))}>
        <Stack gap="lg">
          <ProductFields form={form} currency={currency} />
          <Refused error={isShown ? null : saving.error} />
          {isConflict && (
            <Alert color="amber" icon={<IconAlertTriangle />} title={t('product.conflict')} role="alert">
              <Stack gap="sm" align="flex-start">
                <Text size="sm">{t('product.conflictText')}</Text>
                <Button variant="default" size="sm" onClick={() => void renew()}>
                  {t('product.reload')}
                </Button>
              </Stack>
            </Alert>
          )}
          <Group>
            <Button type="submit" loading={saving.isPending}>
              {t('product.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  )
}

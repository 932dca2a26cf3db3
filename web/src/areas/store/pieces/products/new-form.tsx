import type { Product } from '@madang/client'
import { Button, Stack, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAttempt } from '../../../../api/attempt.ts'
import { answerOf, api, Refusal } from '../../../../api/client.ts'
import { AttemptNotice } from '../../../../ui/attempt-notice.tsx'
import { Columns } from '../../../../ui/columns.tsx'
import { focusFirstWrong, showAtFields } from '../../../../ui/form.ts'
import { Panel } from '../../../../ui/panel.tsx'
import { readCount } from '../count-text.ts'
import { categories } from '../queries.ts'
import { bodyOf, EMPTY, PRODUCT_FIELDS, PRODUCT_PLACES, type ProductValues } from './fields.ts'
import { putPicture } from './picture.ts'
import { PictureField } from './picture-field.tsx'
import { ProductFields, type ProductForm, useProductForm } from './product-fields.tsx'

const CURRENCY = 'KRW'
type NewProduct = ReturnType<typeof bodyOf> & { readonly stock?: number }

/** A new product: what it says and costs, its picture, and what is there of it already. */
export function NewForm() {
  const { t } = useTranslation('store')
  const { data: known = [] } = useQuery(categories())
  const [file, setFile] = useState<File | null>(null)
  const [stockError, setStockError] = useState<string | null>(null)
  const stock = useRef<HTMLInputElement>(null)
  const form = useProductForm(EMPTY, CURRENCY)
  const attempt = useAdding(form, file)
  const submit = (values: ProductValues) => {
    const text = stock.current?.value ?? ''
    const pieces = text.trim() === '' ? 0 : readCount(text)
    if (pieces === null) {
      setStockError(t('stock.needCount'))
      stock.current?.focus()
      return
    }
    attempt.submit({ ...bodyOf(values, CURRENCY, known), ...(pieces > 0 && { stock: pieces }) })
  }
  return (
    <form noValidate onSubmit={form.onSubmit(submit, focusFirstWrong(form))}>
      <Columns
        aside={
          <Panel title={t('picture.title')}>
            <PictureField current={null} file={file} onChange={setFile} />
          </Panel>
        }
      >
        <Panel title={t('product.details')}>
          <Stack gap="lg">
            <ProductFields form={form} currency={CURRENCY} />
            <TextInput
              ref={stock}
              label={t('product.firstStock')}
              placeholder={t('product.firstStockHint')}
              inputMode="numeric"
              autoComplete="off"
              maw={280}
              error={stockError}
              onChange={() => setStockError(null)}
            />
            <AttemptNotice state={attempt.state} onRetry={attempt.retry} />
            <Button type="submit" size="md" loading={attempt.busy}>
              {t('product.add')}
            </Button>
          </Stack>
        </Panel>
      </Columns>
    </form>
  )
}

/** The product comes first; where its picture is not taken, it is there without one, and its page says so. */
function useAdding(form: ProductForm, file: File | null) {
  const { t } = useTranslation('store')
  const queries = useQueryClient()
  const navigate = useNavigate()
  return useAttempt<NewProduct, Product>({
    form: 'product.new',
    send: (body, key) => answerOf(api.POST('/api/products', { params: { header: { 'Idempotency-Key': key } }, body })),
    async onDone({ id, name }) {
      const refused = file && (await putPicture(id, file, name).then(() => null, whyNot))
      const why = refused instanceof Refusal ? refused.message : t('picture.notSaved')
      notifications.show(
        refused ? { message: why, color: 'amber' } : { message: t('product.added', { name: name.ko }), color: 'pine' },
      )
      await queries.invalidateQueries({ queryKey: ['products'] })
      await navigate({ to: '/store/products/$id', params: { id } })
    },
    onRefused: refusal => showAtFields(form, refusal, PRODUCT_FIELDS, PRODUCT_PLACES),
  })
}

const whyNot = (error: unknown): unknown => error

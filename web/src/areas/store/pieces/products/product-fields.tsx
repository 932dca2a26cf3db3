import { Autocomplete, SimpleGrid, Stack, Textarea, TextInput } from '@mantine/core'
import { type UseFormReturnType, useForm } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language } from '../../../../i18n/index.ts'
import { MoneyInput } from '../../../../ui/money-input.tsx'
import { readMoney } from '../../../../ui/money-text.ts'
import { categories } from '../queries.ts'
import { fractionOf, type ProductValues } from './fields.ts'

export type ProductForm = UseFormReturnType<ProductValues>

export function useProductForm(initialValues: ProductValues, currency: string): ProductForm {
  const { t } = useTranslation('store')
  return useForm<ProductValues>({
    mode: 'uncontrolled',
    initialValues,
    validate: {
      name: { ko: text => (text.trim() ? null : t('product.need.name')) },
      category: text => (text.trim() ? null : t('product.need.category')),
      price: text => (readMoney(text, fractionOf(currency)).amount ? null : t('product.need.price')),
    },
  })
}

interface ProductFieldsProps {
  readonly form: ProductForm
  readonly currency: string
}

/** What a product says and costs. */
export function ProductFields({ form, currency }: ProductFieldsProps) {
  const { t, i18n } = useTranslation('store')
  const { data: known = [] } = useQuery(categories())
  const optional = t('product.enHint')
  return (
    <Stack gap="md">
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput
          label={t('product.nameKo')}
          withAsterisk
          maxLength={200}
          key={form.key('name.ko')}
          {...form.getInputProps('name.ko')}
        />
        <TextInput
          label={t('product.nameEn')}
          placeholder={optional}
          maxLength={200}
          key={form.key('name.en')}
          {...form.getInputProps('name.en')}
        />
        <PriceField form={form} currency={currency} />
        <Autocomplete
          size="md"
          label={t('product.category')}
          withAsterisk
          maxLength={50}
          data={[...new Set(known.map(({ name }) => name[i18n.language as Language]))]}
          description={t('product.categoryHint')}
          inputWrapperOrder={['label', 'input', 'error', 'description']}
          key={form.key('category')}
          {...form.getInputProps('category')}
        />
      </SimpleGrid>
      <Textarea
        size="md"
        label={t('product.descriptionKo')}
        autosize
        minRows={4}
        maxLength={5000}
        key={form.key('description.ko')}
        {...form.getInputProps('description.ko')}
      />
      <Textarea
        size="md"
        label={t('product.descriptionEn')}
        placeholder={optional}
        autosize
        minRows={3}
        maxLength={5000}
        key={form.key('description.en')}
        {...form.getInputProps('description.en')}
      />
    </Stack>
  )
}

function PriceField({ form, currency }: ProductFieldsProps) {
  const { t } = useTranslation('store')
  const [text, setText] = useState(form.getValues().price)
  const { defaultValue: _, ...input } = form.getInputProps('price')
  return (
    <MoneyInput
      label={t('product.price')}
      withAsterisk
      currency={currency}
      {...input}
      value={text}
      onChange={next => {
        setText(next)
        form.setFieldValue('price', next)
      }}
    />
  )
}

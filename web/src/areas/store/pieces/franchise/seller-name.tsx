import { Button, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { answerOf, api } from '../../../../api/client.ts'
import { focusFirstWrong, showAtFields } from '../../../../ui/form.ts'
import type { Localized } from '../../../../ui/local.ts'
import { Panel } from '../../../../ui/panel.tsx'
import { Refused } from '../../../../ui/refused.tsx'

const FIELDS = ['name.ko', 'name.en'] as const

/** What one is called where one's products are sold. */
export function SellerName({ name }: { readonly name: Localized | null }) {
  const { t } = useTranslation('store')
  const queries = useQueryClient()
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { name: { ko: name?.ko ?? '', en: name?.en ?? '' } },
    validate: { name: { ko: text => (text.trim() ? null : t('franchise.need.name')) } },
  })
  const saving = useMutation({
    mutationFn({ name: { ko, en } }: ReturnType<typeof form.getValues>) {
      const body = { name: { ko: ko.trim(), en: en.trim() || ko.trim() } }
      return answerOf(api.PUT('/api/sellers/me', { body }))
    },
    async onSuccess() {
      notifications.show({ message: t('franchise.saved'), color: 'pine' })
      await Promise.all(['sellers', 'products'].map(key => queries.invalidateQueries({ queryKey: [key] })))
    },
    onError: error => showAtFields(form, error, FIELDS),
  })
  const isShown = Object.keys(form.errors).length > 0
  return (
    <Panel title={t('franchise.seller')}>
      <form noValidate onSubmit={form.onSubmit(values => saving.mutate(values), focusFirstWrong(form))}>
        <Stack gap="md">
          <Text size="sm" c="dimmed">
            {t('franchise.sellerText')}
          </Text>
          <TextInput
            label={t('product.nameKo')}
            maxLength={100}
            key={form.key('name.ko')}
            {...form.getInputProps('name.ko')}
          />
          <TextInput
            label={t('product.nameEn')}
            placeholder={t('product.enHint')}
            maxLength={100}
            key={form.key('name.en')}
            {...form.getInputProps('name.en')}
          />
          <Refused error={isShown ? null : saving.error} />
          <Button type="submit" variant="default" loading={saving.isPending}>
            {t('franchise.save')}
          </Button>
        </Stack>
      </form>
    </Panel>
  )
}

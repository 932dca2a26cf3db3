import { Button, Group } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answerOf, api, Refusal } from '../../../../api/client.ts'
import { imageOf } from '../../../../ui/image.ts'
import { Panel } from '../../../../ui/panel.tsx'
import type { EditedProduct } from '../queries.ts'
import { putPicture } from './picture.ts'
import { PictureField } from './picture-field.tsx'

/** The picture of a product: another one, or none. */
export function PicturePanel({ product }: { readonly product: EditedProduct }) {
  const { t } = useTranslation('store')
  const ui = useTranslation().t
  const queries = useQueryClient()
  const [file, setFile] = useState<File | null>(null)
  const changing = useMutation({
    mutationFn: async (next: File | null) => {
      if (next) return void (await putPicture(product.id, next, product.name))
      await answerOf(api.DELETE('/api/products/{id}/picture', { params: { path: { id: product.id } } }))
    },
    async onSuccess(_, next) {
      notifications.show({ message: t(next ? 'picture.saved' : 'picture.removed'), color: 'pine' })
      await queries.invalidateQueries({ queryKey: ['products'] })
      setFile(null)
    },
  })
  const { error } = changing
  const why = error && (error instanceof Refusal ? error.message : ui('failure.notDone'))
  return (
    <Panel title={t('picture.title')}>
      <PictureField
        current={imageOf(product)}
        category={product.category}
        file={file}
        onChange={next => {
          changing.reset()
          setFile(next)
        }}
        error={why}
      />
      <Group gap="xs" mt="sm">
        {file && (
          <Button onClick={() => changing.mutate(file)} loading={changing.isPending}>
            {t('picture.save')}
          </Button>
        )}
        {!file && product.picture && (
          <Button
            variant="default"
            c="var(--m-danger)"
            onClick={() => changing.mutate(null)}
            loading={changing.isPending}
          >
            {t('picture.remove')}
          </Button>
        )}
      </Group>
    </Panel>
  )
}

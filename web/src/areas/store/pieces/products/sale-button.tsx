import { Button, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { answerOf, api } from '../../../../api/client.ts'
import { Confirm } from '../../../../ui/confirm.tsx'
import { useLocal } from '../../../../ui/local.ts'
import { Refused } from '../../../../ui/refused.tsx'
import type { EditedProduct } from '../queries.ts'

/** Takes a product off the shelf, after a question; or puts it back. */
export function SaleButton({ product }: { readonly product: EditedProduct }) {
  const { t } = useTranslation('store')
  const local = useLocal()
  const queries = useQueryClient()
  const [asking, { open, close }] = useDisclosure(false)
  const { id, active, tag } = product
  const changing = useMutation({
    async mutationFn() {
      const params = { path: { id }, header: tag === null ? {} : { 'If-Match': tag } }
      if (active) await answerOf(api.DELETE('/api/products/{id}', { params }))
      else await answerOf(api.PATCH('/api/products/{id}', { params, body: { active: true } }))
    },
    onSuccess() {
      notifications.show({ message: t(active ? 'product.retired' : 'product.backOnSale'), color: 'pine' })
      close()
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['products'] }),
  })
  const action = t(active ? 'product.retire' : 'product.sellAgain')
  return (
    <>
      <Button variant="default" onClick={open}>
        {action}
      </Button>
      <Confirm
        opened={asking}
        onClose={close}
        title={t(active ? 'product.retireTitle' : 'product.sellAgainTitle')}
        action={action}
        onConfirm={() => changing.mutate()}
        busy={changing.isPending}
        danger={active}
      >
        <Stack gap="sm">
          <Text fw={600}>{local(product.name)}</Text>
          <Text>{t(active ? 'product.retireText' : 'product.sellAgainText')}</Text>
          <Refused error={changing.error} />
        </Stack>
      </Confirm>
    </>
  )
}

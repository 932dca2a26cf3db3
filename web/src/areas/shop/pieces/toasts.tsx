import { Button, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useTranslation } from 'react-i18next'
import { Refusal } from '../../../api/client.ts'
import { TextLink } from '../../../ui/links.tsx'

/** Something went into the cart; the way there. */
export function tellAdded(message: string, link: string): void {
  const id = 'added'
  notifications.hide(id)
  notifications.show({
    id,
    color: 'pine',
    message: (
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm">{message}</Text>
        <TextLink to="/shop/cart" size="sm" fw={700} className="nowrap" onClick={() => notifications.hide(id)}>
          {link}
        </TextLink>
      </Group>
    ),
  })
}

/** Something is gone, and can come back. */
export function tellRemoved(message: string, undo: string, onUndo: () => void): void {
  const id = `removed-${crypto.randomUUID()}`
  notifications.show({
    id,
    color: 'gray',
    autoClose: 8_000,
    message: (
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm">{message}</Text>
        <Button
          variant="subtle"
          size="compact-sm"
          onClick={() => {
            notifications.hide(id)
            onUndo()
          }}
        >
          {undo}
        </Button>
      </Group>
    ),
  })
}

/** Tells what did not work: the API's reason, or that there was no answer. */
export function useTellError(): (error: unknown) => void {
  const { t } = useTranslation()
  return error =>
    void notifications.show({
      color: 'crimson',
      message: error instanceof Refusal ? error.message : t('failure.title'),
    })
}

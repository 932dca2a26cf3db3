import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

interface ConfirmProps {
  readonly opened: boolean
  readonly onClose: () => void
  readonly title: string
  /** What will happen: amounts, names. */
  readonly children: ReactNode
  /** The verb of what happens, with its amount: "54,900원 보내기". */
  readonly action: string
  readonly onConfirm?: () => void
  /** The id of a form among the children: the button submits it instead. */
  readonly form?: string
  /** What the other button says, where "cancel" could be taken for the deed. */
  readonly back?: string
  readonly busy?: boolean
  /** Something among the children is to be done first. */
  readonly disabled?: boolean
  /** What cannot be undone is asked in crimson. */
  readonly danger?: boolean
}

/** Asks before money moves or something goes for good. */
export function Confirm(props: ConfirmProps) {
  const { opened, onClose, title, children, action, onConfirm, form, back, busy, disabled, danger } = props
  const { t } = useTranslation()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={<Text fw={700}>{title}</Text>}
      // A header of a dialog is no banner of the page.
      attributes={{ header: { role: 'none' } }}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <Stack gap="lg">
        <div>{children}</div>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose} data-autofocus={form ? undefined : true}>
            {back ?? t('action.cancel')}
          </Button>
          <Button
            onClick={onConfirm}
            type={form ? 'submit' : 'button'}
            form={form}
            loading={busy}
            disabled={disabled}
            color={danger ? 'crimson.7' : undefined}
          >
            {action}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

import { Drawer, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

interface SheetProps {
  readonly title: ReactNode
  readonly opened: boolean
  readonly onClose: () => void
  readonly children: ReactNode
}

/** Details beside the page; on a phone over it. */
export function Sheet({ title, opened, onClose, children }: SheetProps) {
  const { t } = useTranslation()
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="right"
      size="min(520px, 100%)"
      title={
        <Text span fw={700} size="lg" style={{ overflowWrap: 'anywhere' }}>
          {title}
        </Text>
      }
      closeButtonProps={{ 'aria-label': t('action.close') }}
      // A header of a dialog is no banner of the page.
      attributes={{ header: { role: 'none' } }}
      transitionProps={{ duration: 180 }}
      styles={{ body: { paddingBlock: '4px 24px' } }}
    >
      {children}
    </Drawer>
  )
}

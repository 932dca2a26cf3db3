import { ActionIcon, CopyButton, Group, Text } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

const TAIL = 6
const SHORT = 16

/** `mem_…d2d5a8`: the end of an id tells it apart. */
export function shortOf(id: string): string {
  if (id.length <= SHORT) return id
  const prefix = /^[a-z]+[_-]/i.exec(id)?.[0] ?? ''
  return `${prefix}…${id.slice(-TAIL)}`
}

export function ShortId({ id }: { readonly id: string }) {
  return (
    <span title={id} className="nowrap">
      {shortOf(id)}
    </span>
  )
}

/** A whole id, to be copied. */
export function CopiedId({ id }: { readonly id: string }) {
  const { t } = useTranslation('operations')
  return (
    <CopyButton value={id}>
      {({ copied, copy }) => (
        <Group gap={4} wrap="nowrap" justify="flex-end" display="inline-flex">
          <Text span inherit style={{ overflowWrap: 'anywhere' }}>
            {id}
          </Text>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            onClick={copy}
            aria-label={copied ? t('common.copied') : t('common.copy', { id })}
          >
            {copied ? <IconCheck size={15} /> : <IconCopy size={15} />}
          </ActionIcon>
        </Group>
      )}
    </CopyButton>
  )
}

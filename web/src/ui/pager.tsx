import { Button, Group } from '@mantine/core'
import { useTranslation } from 'react-i18next'

interface PagerProps {
  readonly onNext: (() => void) | undefined
  readonly onPrevious: (() => void) | undefined
}

/** To the pages before and behind, of a list that is no table. */
export function Pager({ onNext, onPrevious }: PagerProps) {
  const { t } = useTranslation()
  if (!onNext && !onPrevious) return null
  return (
    <Group justify="flex-end" gap="xs" p="md" style={{ borderBlockStart: '1px solid var(--m-line)' }}>
      <Button variant="default" size="sm" disabled={!onPrevious} onClick={onPrevious}>
        {t('action.previous')}
      </Button>
      <Button variant="default" size="sm" disabled={!onNext} onClick={onNext}>
        {t('action.next')}
      </Button>
    </Group>
  )
}

import { Group, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { dateIn } from './search-params.ts'

export interface Span {
  /** Plain dates, both included. */
  readonly from?: string | undefined
  readonly to?: string | undefined
}

interface DateSpanProps extends Span {
  readonly onChange: (span: Span) => void
}

/** From one day to another, as a filter. */
export function DateSpan({ from, to, onChange }: DateSpanProps) {
  const { t } = useTranslation()
  return (
    <Group gap="xs" wrap="nowrap" grow flex="1 1 260px">
      <TextInput
        type="date"
        aria-label={t('table.from')}
        title={t('table.from')}
        value={from ?? ''}
        max={to}
        onChange={event => onChange({ from: dateIn(event.currentTarget.value) })}
      />
      <TextInput
        type="date"
        aria-label={t('table.to')}
        title={t('table.to')}
        value={to ?? ''}
        min={from}
        onChange={event => onChange({ to: dateIn(event.currentTarget.value) })}
      />
    </Group>
  )
}

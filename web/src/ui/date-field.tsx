import '@mantine/dates/styles.css'
import 'dayjs/locale/ko'
import { DateInput } from '@mantine/dates'
import { IconCalendar } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

interface DateFieldProps {
  readonly label: string
  /** Plain dates of Seoul, `2026-11-28`: they never become instants. */
  readonly value: string | undefined
  readonly onChange: (plain: string | undefined) => void
  readonly min?: string | undefined
  readonly max?: string | undefined
}

const SUNDAY = 0

/** A day, typed or picked. */
export function DateField({ label, value, onChange, min, max }: DateFieldProps) {
  const { t, i18n } = useTranslation()
  return (
    <DateInput
      size="md"
      label={label}
      value={value ?? null}
      onChange={plain => onChange(plain ?? undefined)}
      {...(min !== undefined && { minDate: min })}
      {...(max !== undefined && { maxDate: max })}
      locale={i18n.language}
      firstDayOfWeek={SUNDAY}
      valueFormat="YYYY.MM.DD"
      monthLabelFormat={i18n.language === 'ko' ? 'YYYY년 M월' : 'MMMM YYYY'}
      placeholder={t('date.any')}
      clearable
      clearButtonProps={{ 'aria-label': t('date.clear') }}
      leftSection={<IconCalendar size={18} stroke={1.7} aria-hidden />}
      highlightToday
    />
  )
}

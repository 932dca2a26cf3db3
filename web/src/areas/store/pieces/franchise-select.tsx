import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { franchises } from './queries.ts'

interface FranchiseSelectProps {
  readonly value: string | undefined
  readonly onChange: (id: string | undefined) => void
}

/** One of one's franchises, or all of them; for who has several. */
export function FranchiseSelect({ value, onChange }: FranchiseSelectProps) {
  const { t } = useTranslation('store')
  const { data = [] } = useQuery(franchises())
  if (data.length < 2) return null
  return (
    <Select
      aria-label={t('common.franchise')}
      placeholder={t('common.allFranchises')}
      data={data.map(({ id, name }) => ({ value: id, label: name }))}
      value={value ?? null}
      onChange={id => onChange(id ?? undefined)}
      clearable
      flex="1 1 220px"
      maw={{ sm: 280 }}
    />
  )
}

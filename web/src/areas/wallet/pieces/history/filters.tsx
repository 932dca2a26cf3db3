import { Group, NativeSelect, Stack } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Chips } from '../../../../ui/chips.tsx'
import { DateField } from '../../../../ui/date-field.tsx'
import { today } from '../../../../ui/format.ts'
import { type HistorySearch, KINDS, type Kind, monthsBefore } from '../history-search.ts'
import { useKindName } from '../transaction-words.ts'
import classes from './filters.module.css'

const PERIODS = ['1', '3', '6'] as const
type Period = (typeof PERIODS)[number] | 'all' | 'own'

/** Which of the chips the dates of the address stand for. */
function periodIn({ from, to }: HistorySearch): Period {
  if (!from && !to) return 'all'
  if (to) return 'own'
  return PERIODS.find(months => from === monthsBefore(today(), Number(months))) ?? 'own'
}

/** What the history shows; all of it stands in the address. */
export function HistoryFilters({ search }: { readonly search: HistorySearch }) {
  const { t } = useTranslation('wallet')
  const kindName = useKindName()
  const navigate = useNavigate()
  // Another choice begins at the first page.
  const choose = (change: Partial<HistorySearch>) =>
    void navigate({ to: '/wallet/history', search: { ...search, ...change, cursor: undefined }, replace: true })
  const choosePeriod = (period: Period) => {
    if (period === 'all') choose({ from: undefined, to: undefined })
    else if (period !== 'own') choose({ from: monthsBefore(today(), Number(period)), to: undefined })
  }
  const period = periodIn(search)
  return (
    <Stack gap="sm" className="no-print">
      <Group gap="sm" justify="space-between">
        <Chips
          label={t('filter.direction')}
          value={search.direction ?? 'all'}
          onChange={direction => choose({ direction: direction === 'all' ? undefined : direction })}
          options={[
            ['all', t('filter.all')],
            ['in', t('direction.in')],
            ['out', t('direction.out')],
          ]}
        />
        <Chips
          label={t('filter.period')}
          value={period}
          onChange={choosePeriod}
          options={[
            ...PERIODS.map(months => [months, t('filter.months', { count: Number(months) })] as const),
            ['all', t('filter.whole')],
            ...(period === 'own' ? [['own', t('filter.own')] as const] : []),
          ]}
        />
      </Group>
      <div className={classes.fields}>
        <NativeSelect
          size="md"
          label={t('filter.kind')}
          value={search.kind ?? ''}
          onChange={event => choose({ kind: KINDS.find(kind => kind === event.currentTarget.value) })}
          data={[
            { value: '', label: t('filter.all') },
            ...KINDS.map((kind: Kind) => ({ value: kind, label: kindName(kind) })),
          ]}
        />
        <DateField
          label={t('filter.from')}
          value={search.from}
          max={search.to ?? today()}
          onChange={from => choose({ from })}
        />
        <DateField
          label={t('filter.to')}
          value={search.to}
          min={search.from}
          max={today()}
          onChange={to => choose({ to })}
        />
      </div>
    </Stack>
  )
}

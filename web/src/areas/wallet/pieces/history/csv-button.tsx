import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconDownload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { download } from '../../../../api/client.ts'
import { today } from '../../../../ui/format.ts'
import { type HistorySearch, periodOf } from '../history-search.ts'

const PATH = '/api/money/transactions.csv'

function pathOf(search: HistorySearch): string {
  const { kind, direction } = search
  const query = new URLSearchParams({ ...periodOf(search), ...(kind && { kind }), ...(direction && { direction }) })
  return query.size === 0 ? PATH : `${PATH}?${query}`
}

/** All that the filters let through, as a file for a spreadsheet. */
export function CsvButton({ search }: { readonly search: HistorySearch }) {
  const { t } = useTranslation('wallet')
  const ui = useTranslation().t
  const csv = useMutation({
    mutationFn: () => download(pathOf(search), t('history.file', { date: today() })),
    onError: () => notifications.show({ color: 'crimson', message: t('history.noFile') }),
  })
  return (
    <Button
      variant="default"
      className="no-print"
      leftSection={<IconDownload size={18} stroke={1.8} aria-hidden />}
      loading={csv.isPending}
      onClick={() => csv.mutate()}
    >
      {ui('action.csv')}
    </Button>
  )
}

import { Alert, Badge, Box, Group, Table, Text } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { formatMoney } from '../../../../ui/format.ts'
import { TextLink } from '../../../../ui/links.tsx'
import { Money } from '../../../../ui/money.tsx'
import { Panel } from '../../../../ui/panel.tsx'
import { useKindName } from './kind.ts'
import classes from './trial-balance.module.css'

interface Sums {
  readonly debitsPosted: number
  readonly creditsPosted: number
  readonly debitsPending: number
  readonly creditsPending: number
}

export interface CurrencyBalance extends Sums {
  readonly currency: string
  readonly difference: number
  readonly pendingDifference: number
  readonly accounts: readonly (Sums & { readonly kind: string })[]
}

/** Sums by kind of account: debits and credits of a currency agree, or money is missing. */
export function TrialBalance({ balance }: { readonly balance: CurrencyBalance }) {
  const { t } = useTranslation('operations')
  const { currency, difference, pendingDifference, accounts } = balance
  const differs = difference === 0 ? pendingDifference : difference
  return (
    <Panel
      title={`${t('ledger.trial')} · ${currency}`}
      flush
      actions={
        differs === 0 ? (
          <Badge color="pine" leftSection={<IconCircleCheck size={13} aria-hidden />}>
            {t('ledger.balanced')}
          </Badge>
        ) : null
      }
    >
      {differs !== 0 && (
        <Alert
          m="md"
          color="crimson"
          icon={<IconAlertTriangle />}
          title={t('ledger.unbalanced', { amount: formatMoney(Math.abs(differs), currency) })}
        >
          {t('ledger.stop')}
        </Alert>
      )}
      <Box visibleFrom="sm" className={classes.scroll}>
        <Table className={classes.table} aria-label={`${t('ledger.trial')} ${currency}`} horizontalSpacing="lg">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('ledger.kind')}</Table.Th>
              <Table.Th className={classes.numeric}>{t('ledger.debits')}</Table.Th>
              <Table.Th className={classes.numeric}>{t('ledger.credits')}</Table.Th>
              <Table.Th className={classes.numeric}>{t('ledger.pendingDebits')}</Table.Th>
              <Table.Th className={classes.numeric}>{t('ledger.pendingCredits')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {accounts.map(account => (
              <Line key={account.kind} kind={account.kind} sums={account} currency={currency} />
            ))}
          </Table.Tbody>
          <Table.Tfoot>
            <Table.Tr>
              <Table.Th scope="row">{t('ledger.sum')}</Table.Th>
              <Amounts sums={balance} currency={currency} strong />
            </Table.Tr>
          </Table.Tfoot>
        </Table>
      </Box>
      <Box hiddenFrom="sm" component="ul" className={classes.records} aria-label={`${t('ledger.trial')} ${currency}`}>
        {accounts.map(account => (
          <li key={account.kind}>
            <KindLink kind={account.kind} />
            <Sides sums={account} currency={currency} />
          </li>
        ))}
        <li className={classes.sum}>
          <strong>{t('ledger.sum')}</strong>
          <Sides sums={balance} currency={currency} />
        </li>
      </Box>
    </Panel>
  )
}

/** Both sides on a phone; what is pending only where there is any. */
function Sides({ sums, currency }: Omit<LineProps, 'kind'>) {
  const { t } = useTranslation('operations')
  const sides = [
    [t('ledger.debits'), sums.debitsPosted],
    [t('ledger.credits'), sums.creditsPosted],
    [t('ledger.pendingDebits'), sums.debitsPending],
    [t('ledger.pendingCredits'), sums.creditsPending],
  ] as const
  return (
    <dl className={classes.sides}>
      {sides
        .filter(([, amount], place) => place < 2 || amount !== 0)
        .map(([side, amount]) => (
          <div key={side}>
            <dt>{side}</dt>
            <dd>
              <Money amount={amount} currency={currency} fw={600} />
            </dd>
          </div>
        ))}
    </dl>
  )
}

function KindLink({ kind }: { readonly kind: string }) {
  const name = useKindName()
  return (
    <Group gap={8} wrap="nowrap">
      <TextLink to="/operations/ledger/accounts" search={{ kind }} inherit fw={600}>
        {name(kind)}
      </TextLink>
      <Text span size="xs" c="dimmed">
        {kind}
      </Text>
    </Group>
  )
}

interface LineProps {
  readonly kind: string
  readonly sums: Sums
  readonly currency: string
}

function Line({ kind, sums, currency }: LineProps) {
  return (
    <Table.Tr>
      <Table.Td>
        <KindLink kind={kind} />
      </Table.Td>
      <Amounts sums={sums} currency={currency} />
    </Table.Tr>
  )
}

function Amounts({ sums, currency, strong = false }: Omit<LineProps, 'kind'> & { readonly strong?: boolean }) {
  const parts = [sums.debitsPosted, sums.creditsPosted, sums.debitsPending, sums.creditsPending]
  return parts.map((amount, place) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: always the same four
    <Table.Td key={place} className={classes.numeric}>
      <Money
        amount={amount}
        currency={currency}
        fw={strong ? 700 : undefined}
        c={amount === 0 ? 'dimmed' : undefined}
      />
    </Table.Td>
  ))
}

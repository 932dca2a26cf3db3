import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { formatInstantInFull, formatMoney } from '../../../ui/format.ts'
import { LinkButton } from '../../../ui/links.tsx'
import { useCounterpartyName } from './counterparty-name.ts'
import { remittanceQuery, type WalletTransaction } from './queries.ts'
import { Receipt } from './receipt.tsx'
import { signedAmount, useKindName } from './transaction-words.ts'

/** One movement in a wallet, with all that is known of it. */
export function TransactionReceipt({ transaction }: { readonly transaction: WalletTransaction }) {
  const { t } = useTranslation('wallet')
  const nameOf = useCounterpartyName()
  const kindName = useKindName()
  const { id, kind, direction, counterparty, currency, balanceAfter, createdAt } = transaction
  const memo = useNote(transaction)
  return (
    <Receipt
      title={nameOf(counterparty)}
      sign={direction}
      amount={signedAmount(transaction)}
      currency={currency}
      signed
      items={[
        [t('receipt.kind'), kindName(kind)],
        [t('receipt.orderNumber'), counterparty.kind === 'shop' ? counterparty.reference : null],
        [t('send.memo'), memo],
        [t('receipt.at'), formatInstantInFull(createdAt)],
        [t('receipt.left'), formatMoney(balanceAfter, currency)],
        [t('receipt.number'), id],
      ]}
      actions={<Onward transaction={transaction} />}
    />
  )
}

const isRemittance = (reference: string | null): reference is string => reference?.startsWith('rem_') ?? false

/** The words that went with it. Those of a remittance are kept there, under its sender’s key. */
function useNote({ memo, reference }: WalletTransaction): string | null {
  const of = isRemittance(reference) ? reference : ''
  const { data } = useQuery({ ...remittanceQuery(of), enabled: of !== '' })
  return memo ?? data?.memo ?? null
}

/** To what it belongs, where the app has a page for it; else back to the list. */
function Onward({ transaction: { reference } }: { readonly transaction: WalletTransaction }) {
  const { t } = useTranslation('wallet')
  if (reference?.startsWith('ord_'))
    return (
      <LinkButton to="/shop/orders/$id" params={{ id: reference }}>
        {t('receipt.order')}
      </LinkButton>
    )
  if (isRemittance(reference))
    return (
      <LinkButton to="/wallet/remittances/$id" params={{ id: reference }}>
        {t('receipt.remittance')}
      </LinkButton>
    )
  return <LinkButton to="/wallet/history">{t('receipt.toHistory')}</LinkButton>
}

/** The other side of a movement of money. */
import type { Counterparty } from '@madang/client'
import { useAccountName } from './account-name.tsx'

/** A masked name, a shop, or a bank account by its last digits. */
export function useCounterpartyName(): (counterparty: Counterparty) => string {
  const accountName = useAccountName()
  return ({ kind, name, id, reference }) =>
    kind === 'bank' && id !== null && reference !== null ? accountName({ bankCode: id, last4: reference }) : name
}

/** A remittance as the API shows it: to its sender with all that became of it, to its recipient as money that came. */

import { Type } from 'typebox'
import { maskedNames } from '../../contracts/identity.ts'
import { AmountSchema, Currency, toMajor } from '../../platform/http/routes/amount.ts'
import { Nullable, Timestamp } from '../../platform/http/routes/schemas.ts'
import type { ServiceContext } from '../../platform/service/service.ts'
import { type Remittance, recipientOf } from './remittance.ts'

export const RemittanceResponse = Type.Object(
  {
    id: Type.String(),
    direction: Type.Enum(['sent', 'received']),
    /** The other side: a member by their masked name, a bank account by its last digits. */
    counterpart: Type.Object({
      kind: Type.Enum(['member', 'bank']),
      name: Nullable(Type.String()),
      bankCode: Nullable(Type.String()),
      last4: Nullable(Type.String()),
    }),
    amount: AmountSchema,
    currency: Currency,
    status: Type.Enum(['started', 'topping_up', 'transferring', 'succeeded', 'failed']),
    reason: Nullable(Type.String()),
    /** What was pulled from the sender's bank account; only the sender sees it. */
    toppedUp: Nullable(AmountSchema),
    memo: Nullable(Type.String()),
    createdAt: Timestamp,
  },
  { $id: 'Remittance' },
)

type Names = Readonly<Record<string, string>>

function counterpartOf({ from, to }: Remittance, sent: boolean, names: Names) {
  if (sent && to.kind === 'bank') {
    const { bankCode, last4 } = to.account
    return { kind: 'bank' as const, name: null, bankCode, last4 }
  }
  const member = sent ? recipientOf({ to }) : from
  return { kind: 'member' as const, name: member ? (names[member] ?? '***') : null, bankCode: null, last4: null }
}

export function present(remittance: Remittance, viewer: string, names: Names, memo: string | null) {
  const { remittanceId, from, amount, currency, status, reason, toppedUp, startedAt } = remittance
  const sent = from === viewer
  return {
    id: remittanceId,
    direction: sent ? 'sent' : 'received',
    counterpart: counterpartOf(remittance, sent, names),
    amount: toMajor(amount, currency),
    currency,
    status,
    reason: sent ? reason : null,
    toppedUp: sent ? toMajor(toppedUp, currency) : null,
    memo,
    createdAt: startedAt,
  }
}

/** Whoever it concerns: its sender always, its recipient once the money has come. */
export const maySee = (remittance: Remittance, viewer: string): boolean =>
  remittance.from === viewer || (recipientOf(remittance) === viewer && remittance.status === 'succeeded')

/** With names and memos, as they can be read today: who was forgotten has neither. */
export async function presentAll(context: ServiceContext, remittances: readonly Remittance[], viewer: string) {
  const ids = [...new Set(remittances.map(one => (one.from === viewer ? recipientOf(one) : one.from)))]
  const known = ids.filter(id => id !== null)
  const names = known.length === 0 ? {} : await context.rpc.call(maskedNames, { ids: known })
  return Promise.all(
    remittances.map(async one => {
      const memo = one.sealedMemo === null ? null : await context.vault.open(one.from, one.sealedMemo)
      return present(one, viewer, names, memo)
    }),
  )
}

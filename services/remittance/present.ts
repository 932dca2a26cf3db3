/** A remittance as the API shows it: to its sender with all that became of it, to its recipient as money that came. */

import { Type } from 'typebox'
import { BankCode, idOf, Last4, MaskedName, Memo, Reason } from '../../contracts/api-fields.ts'
import { maskedNames } from '../../contracts/identity.ts'
import { AmountSchema, Currency, toMajor } from '../../platform/http/routes/amount.ts'
import { Nullable, Timestamp } from '../../platform/http/routes/schemas.ts'
import { namedEnum, type WordsOf } from '../../platform/kit/named-enum.ts'
import type { ServiceContext } from '../../platform/service/service.ts'
import { type Remittance, type RemittanceStatus, recipientOf } from './remittance.ts'

const DIRECTION = {
  sent: { ko: '보냄', en: 'From the caller.' },
  received: { ko: '받음', en: 'To the caller.' },
} as const
export const RemittanceDirection = namedEnum('RemittanceDirection', DIRECTION, {
  description: 'Seen from the caller.',
})

const STATUS: WordsOf<Exclude<RemittanceStatus, 'none'>> = {
  started: { ko: '송금 준비 중', en: 'Asked for; nothing is moved yet.' },
  topping_up: { ko: '충전 중', en: 'What the wallet lacks is being pulled from the bank.' },
  transferring: { ko: '송금 중', en: 'It is on its way.' },
  succeeded: { ko: '송금 완료', en: 'It has arrived.' },
  failed: { ko: '송금 실패', en: 'It has not arrived, and is in the sender’s wallet again; `reason` says why.' },
}
const RemittanceStatusSchema = namedEnum('RemittanceStatus', STATUS, {
  description: 'How far a remittance has come.',
  example: 'succeeded',
})

const COUNTERPART = {
  member: { ko: '회원', en: 'A member, by their masked name.' },
  bank: { ko: '은행 계좌', en: 'A bank account, by its last digits.' },
} as const
const RemittanceCounterpart = Type.Object(
  {
    kind: namedEnum('RemittanceCounterpartKind', COUNTERPART, { description: 'What the other side is.' }),
    name: Nullable(MaskedName),
    bankCode: Nullable(BankCode, { example: null }),
    last4: Nullable(Last4, { example: null }),
  },
  { $id: 'RemittanceCounterpart', description: 'The other side.' },
)

export const RemittanceResponse = Type.Object(
  {
    id: idOf('remittance'),
    direction: RemittanceDirection,
    counterpart: RemittanceCounterpart,
    amount: AmountSchema,
    currency: Currency,
    status: RemittanceStatusSchema,
    reason: Nullable(Reason, { description: 'Why it failed; only the sender sees it.', example: null }),
    toppedUp: Nullable(AmountSchema, {
      description: 'What was pulled from the sender’s bank account; only the sender sees it.',
      example: 0,
    }),
    memo: Nullable(Memo),
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

/** A remittance as the API shows it: to its sender with all that became of it, to its recipient as money that came. */

import { Type } from 'typebox'
import { idOf, Memo, Reason } from '../../contracts/api-fields.ts'
import { bankAs, Counterparty, memberAs } from '../../contracts/counterparty.ts'
import { maskedNames } from '../../contracts/identity.ts'
import { lookUpAll } from '../../contracts/look-up.ts'
import { AmountSchema, Currency, toMajor } from '../../platform/http/routes/amount.ts'
import type { Language } from '../../platform/http/routes/route.ts'
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

export const RemittanceResponse = Type.Object(
  {
    id: idOf('remittance'),
    direction: RemittanceDirection,
    counterparty: Counterparty,
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

function counterpartyOf({ from, to }: Remittance, sent: boolean, names: Names, language: Language): Counterparty {
  if (sent && to.kind === 'bank') return bankAs(to.account, language)
  return memberAs(names[(sent ? recipientOf({ to }) : from) ?? ''], language)
}

interface Viewer {
  readonly id: string
  readonly language: Language
}

export function present(remittance: Remittance, viewer: Viewer, names: Names, memo: string | null) {
  const { remittanceId, from, amount, currency, status, reason, toppedUp, startedAt } = remittance
  const sent = from === viewer.id
  return {
    id: remittanceId,
    direction: sent ? 'sent' : 'received',
    counterparty: counterpartyOf(remittance, sent, names, viewer.language),
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
export async function presentAll(context: ServiceContext, remittances: readonly Remittance[], viewer: Viewer) {
  const names = await lookUpAll(
    remittances.map(one => (one.from === viewer.id ? recipientOf(one) : one.from)),
    input => context.rpc.call(maskedNames, input),
  )
  return Promise.all(
    remittances.map(async one => {
      const memo = one.sealedMemo === null ? null : await context.vault.open(one.from, one.sealedMemo)
      return present(one, viewer, names, memo)
    }),
  )
}

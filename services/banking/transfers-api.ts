/** Bank transfers over HTTP: members see their own side; operators see, order and reverse all of them. */

import { type Static, Type } from 'typebox'
import { givenId, sampleId } from '../../contracts/api-fields.ts'
import type { Counterparty } from '../../contracts/banking.ts'
import { type Actor, hasRole } from '../../platform/auth/tokens.ts'
import { MONEY_REFUSALS, MoneyFields, moneyOf } from '../../platform/http/routes/amount.ts'
import { type Route, write } from '../../platform/http/routes/route.ts'
import { ById } from '../../platform/http/routes/schemas.ts'
import type { Command } from '../../platform/kit/command.ts'
import { invalidField } from '../../platform/kit/invalid.ts'
import { isRefusal, type Refusal, refuse } from '../../platform/kit/refusal.ts'
import { countHeads, listHeads } from '../../platform/service/list-heads.ts'
import { ownerOrRole, resource } from '../../platform/service/resource.ts'
import type { ServiceContext } from '../../platform/service/service.ts'
import { accountKey } from './account.ts'
import { accountOf } from './link.ts'
import { BankDirection, presentTransfer, TransferResponse } from './present.ts'
import { type BankTransfer, bankTransfer, isTerminal, mayReverse, reversible } from './transfer.ts'
import { requestTransferCommand } from './transfer-commands.ts'

const AccountId = givenId('bankAccount')

const OrderBody = Type.Object(
  {
    accountId: Type.Optional(AccountId),
    userId: Type.Optional(givenId('member', { description: 'Instead of the account: what this member has linked.' })),
    direction: BankDirection,
    ...MoneyFields,
  },
  { examples: [{ accountId: sampleId('bankAccount'), direction: 'out', amount: 15_000, currency: 'KRW' }] },
)

const listedOf = (accountId: string | null, actor: Actor) => ({
  table: 'transfers',
  equal: { owner: hasRole(actor, 'operator') ? null : actor.id, account_id: accountId },
})

export function transferRoutes(context: ServiceContext): readonly Route[] {
  const path = '/api/banking/transfers'
  const transfers = resource(context, {
    path,
    schema: TransferResponse,
    aggregate: bankTransfer,
    unknown: 'transfer_unknown',
    visible: ownerOrRole(({ account }) => account.owner, 'operator'),
    present: states => states.map(presentTransfer),
  })
  const written = {
    method: 'POST',
    who: ['operator'],
    replies: { 201: TransferResponse },
    location: `${path}/{id}`,
    wait: transfers.wait(isTerminal),
  } as const
  return [
    transfers.list({
      name: 'listBankTransfers',
      summary: 'Bank transfers to and from one’s own accounts, newest first; all for an operator',
      description:
        'Movements between the corporate account and the accounts of members: those of the caller, all of them for an operator. `accountId` lists those of one linked account.',
      who: 'member',
      filter: { accountId: AccountId },
      query: ({ accountId }, page, { actor }) =>
        listHeads(context.read, bankTransfer, {
          ...listedOf(accountId, actor),
          newestBy: 'requested_at',
          ...page,
        }),
      count: ({ accountId }, max, { actor }) => countHeads(context.read, listedOf(accountId, actor), max),
    }),
    transfers.one({
      name: 'getBankTransfer',
      summary: 'One bank transfer to or from one’s own account; any for an operator',
      description: 'For the member whose account it was, and for operators; for others there is no such transfer.',
      who: 'member',
    }),
    write({
      ...written,
      path,
      name: 'orderBankTransfer',
      summary: 'Move money between the corporate account and a linked one; booked against suspense',
      description:
        'An operator orders the bank to move money by hand. The account is named by its id, or by the member it is linked to. The other side in the ledger is the suspense account, from where it has to be booked on. It is answered as `requested`; `Prefer: wait=5` waits for the bank.',
      body: OrderBody,
      refusals: [...MONEY_REFUSALS, 'currency_not_supported', 'linked_account_unknown', 'account_not_linked'],
      async write({ body }) {
        const money = moneyOf(body)
        if (isRefusal(money)) return money
        const counterparty = await counterpartyOf(context, body)
        if (isRefusal(counterparty)) return counterparty
        const transferId = context.ports.ids.next('bkt')
        const { direction } = body
        return requestTransferCommand({ transferId, direction, counterparty, ...money, reference: transferId }, true)
      },
    }),
    write({
      ...written,
      path: `${path}/{id}/reverse`,
      name: 'reverseBankTransfer',
      summary: 'Pay back what is left of a transfer, by a new one; booked against suspense',
      description:
        'An operator sends back what is left of a completed transfer, by a new one in the other direction. What was reversed in part before is not sent again. A transfer that is not completed is refused with `transfer_not_completed`.',
      params: ById,
      refusals: [
        'transfer_unknown',
        'transfer_not_completed',
        'transfer_not_reversible',
        'already_reversed',
        'reversal_exceeds_transfer',
      ],
      async write({ params, actor }) {
        const original = await transfers.find(params.id, actor)
        return isRefusal(original) ? original : reverse(original, context.ports.ids.next('bkt'))
      },
    }),
  ]
}

function reverse(original: BankTransfer, transferId: string): Command | Refusal {
  const { transferId: reference, currency } = original
  const direction = original.direction === 'in' ? 'out' : 'in'
  const amount = reversible(original)
  const refusal = mayReverse(original, direction, amount)
  if (refusal) return refusal
  const counterparty = { kind: 'of-transfer', transferId: reference } as const
  return requestTransferCommand({ transferId, direction, counterparty, amount, currency, reference }, true)
}

/** Whose linked account is meant: the one named, while it is linked, or the member's; both must be the same. */
async function counterpartyOf(
  context: ServiceContext,
  { accountId, userId }: Static<typeof OrderBody>,
): Promise<Counterparty | Refusal> {
  if (accountId === undefined) {
    if (userId === undefined) return invalidField('body', 'accountId', 'required')
    return (await accountOf(context, userId)) ? { kind: 'linked', memberId: userId } : refuse('account_not_linked')
  }
  const linked = (await context.writer.head(accountKey(accountId)))?.state
  if (!linked?.account || (userId ?? linked.account.memberId) !== linked.account.memberId) {
    return refuse('linked_account_unknown')
  }
  if (linked.status !== 'linked') return refuse('account_not_linked')
  return { kind: 'linked', memberId: linked.account.memberId }
}

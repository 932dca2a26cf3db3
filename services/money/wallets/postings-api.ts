/** One transfer between members, or one deposit, over HTTP: what its `POST` has answered. */
import { walletOwner } from '../../../contracts/money.ts'
import { type Actor, hasRole } from '../../../platform/auth/tokens.ts'
import { ok, type Route, read } from '../../../platform/http/routes/route.ts'
import { ById } from '../../../platform/http/routes/schemas.ts'
import { refuse } from '../../../platform/kit/refusal.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { postedAs } from '../ledger/feature.ts'
import { DepositResponse, presentDeposit, presentTransfer, TransferResponse } from './present.ts'

/** Between the wallets of two members, or to one wallet. */
async function postingOf({ read: database }: ServiceContext, id: string, kind: 'transfer' | 'deposit') {
  const posting = await postedAs(database, id)
  if (posting?.kind !== kind) return null
  const { debit, credit, amount, currency, memo, at } = posting
  return { from: walletOwner(debit) ?? '', to: walletOwner(credit) ?? '', shown: { id, amount, currency, memo, at } }
}

const concerns = (actor: Actor, ...members: readonly string[]): boolean =>
  members.includes(actor.id) || hasRole(actor, 'operator')

export const postingRoutes = (context: ServiceContext): readonly Route[] => [
  read({
    method: 'GET',
    path: '/api/money/transfers/{id}',
    name: 'getTransfer',
    summary: 'One transfer between members: for who sent it, who got it, and operators',
    description:
      'Who sent how much to whom, and when. For anybody else than its two members and operators there is no such transfer.',
    who: 'member',
    params: ById,
    replies: { 200: TransferResponse },
    refusals: ['transfer_unknown'],
    async read({ params, actor }) {
      const found = await postingOf(context, params.id, 'transfer')
      if (!found || !concerns(actor, found.from, found.to)) return refuse('transfer_unknown')
      return ok(presentTransfer(found.from, found.to, found.shown))
    },
  }),
  read({
    method: 'GET',
    path: '/api/money/deposits/{id}',
    name: 'getDeposit',
    summary: 'One deposit to a member’s wallet: for this member, and operators',
    description:
      'How much was credited, and when. For anybody else than its member and operators there is no such deposit.',
    who: 'member',
    params: ById,
    replies: { 200: DepositResponse },
    refusals: ['deposit_unknown'],
    async read({ params, actor }) {
      const found = await postingOf(context, params.id, 'deposit')
      if (!found || !concerns(actor, found.to)) return refuse('deposit_unknown')
      return ok(presentDeposit(found.to, found.shown))
    },
  }),
]

/** Remittances over HTTP: send money, and see what was sent and received. */

import { type Static, Type } from 'typebox'
import { givenId, MaskedName } from '../../contracts/api-fields.ts'
import { maskedNames } from '../../contracts/identity.ts'
import { lookUpAll } from '../../contracts/look-up.ts'
import { MONEY_REFUSALS, MoneyFields, moneyOf } from '../../platform/http/routes/amount.ts'
import { type Language, ok, type Route, read, write } from '../../platform/http/routes/route.ts'
import { AccountFields } from '../../platform/http/routes/schemas.ts'
import { EmailAddress, line } from '../../platform/http/routes/texts.ts'
import type { Command } from '../../platform/kit/command.ts'
import { isRefusal, type Refusal, refuse } from '../../platform/kit/refusal.ts'
import { resource } from '../../platform/service/resource.ts'
import { sealerOf } from '../../platform/service/sealer-of.ts'
import type { ServiceContext } from '../../platform/service/service.ts'
import { mayRemit, REMITTANCE_MAX, startRemittance } from './commands.ts'
import { maySee, present, presentAll, RemittanceDirection, RemittanceResponse } from './present.ts'
import { isActive, memberNamed, recipientNamed } from './recipient.ts'
import { isTerminal, recipientOf, remittance } from './remittance.ts'
import { listRemittances } from './views.ts'

const ToMember = [
  Type.Object({ userId: givenId('recipient') }, { $id: 'MemberById' }),
  Type.Object({ email: EmailAddress }, { $id: 'MemberByEmail' }),
] as const
const ToSame = Type.Object(
  { remittanceId: givenId('remittance') },
  { $id: 'MemberByRemittance', description: 'The other side of a remittance that I sent or received.' },
)
const ToAccount = Type.Object(AccountFields, { $id: 'AccountToPay' })
const To = Type.Union([...ToMember, ToSame, ToAccount])
const Body = Type.Object({ to: To, ...MoneyFields, memo: Type.Optional(line(100, { examples: ['점심값'] })) })

export function remittanceRoutes(context: ServiceContext): readonly Route[] {
  const remittances = resource(context, {
    path: '/api/remittances',
    schema: RemittanceResponse,
    aggregate: remittance,
    unknown: 'remittance_unknown',
    visible: (state, actor) => maySee(state, actor.id),
    present: (states, { id }, language) => presentAll(context, states, { id, language }),
  })
  return [
    write({
      method: 'POST',
      path: '/api/remittances',
      name: 'sendRemittance',
      summary: 'Send money to a member or a bank account; what the wallet lacks is pulled from my linked bank account',
      description:
        'Sends won to a member (by id, e-mail address or an earlier remittance) or to a bank account. What the wallet lacks is pulled from the linked bank account first. It is answered as `started`; `Prefer: wait=5` waits for the outcome. One that fails says why in `reason`, and the money is in the wallet again. Several wrong bank accounts make the caller wait: `too_many_wrong_payees`.',
      who: 'member',
      body: Body,
      replies: { 201: RemittanceResponse },
      refusals: [
        ...MONEY_REFUSALS,
        'currency_not_supported',
        'over_limit',
        'recipient_unknown',
        'recipient_inactive',
        'sender_inactive',
        'self_transfer',
        'remittance_unknown',
        'too_many_wrong_payees',
      ],
      write: ({ actor, language, body }) => prepare(context, { id: actor.id, language }, body),
      wait: remittances.wait(isTerminal),
    }),
    recipientRoute(context),
    remittances.one({
      name: 'getRemittance',
      summary: 'One remittance that I sent or received',
      description:
        'For its sender, to follow it until it has succeeded or failed, and for its recipient once it has arrived. For others there is no such remittance.',
      who: 'member',
    }),
    remittances.list({
      name: 'listRemittances',
      summary: 'What I sent, also what failed, and what I received; newest first',
      description:
        'Those of the caller: the sender sees everything that was sent, also what failed and why; the recipient sees what has arrived. `direction` lists one of the two.',
      who: 'member',
      filter: { direction: RemittanceDirection },
      query: (filter, page, { actor }) => listRemittances(context.read, { ...filter, ...page, memberId: actor.id }),
    }),
  ]
}

/** A POST, so that no e-mail address stands in an address of a request. */
const recipientRoute = (context: ServiceContext): Route =>
  read({
    method: 'POST',
    path: '/api/remittances/recipients',
    name: 'findRecipient',
    summary: 'Who a member is, by their masked name, before money is sent to them',
    description:
      'For asking the sender back before money leaves: the masked name of the member with this id or e-mail address. Members who are deactivated cannot receive money: `recipient_inactive`.',
    who: 'member',
    body: Type.Object({ to: Type.Union([...ToMember]) }),
    replies: { 200: Type.Object({ name: MaskedName }) },
    refusals: ['recipient_unknown', 'recipient_inactive', 'self_transfer'],
    async read({ actor, body }) {
      const recipient = await memberNamed(context, actor.id, body.to)
      if (isRefusal(recipient)) return recipient
      const { memberId } = recipient
      const names = await context.rpc.call(maskedNames, { ids: [memberId] })
      return ok({ name: names[memberId] ?? '***' })
    },
  })

async function prepare(
  context: ServiceContext,
  sender: { readonly id: string; readonly language: Language },
  body: Static<typeof Body>,
): Promise<Command | Refusal> {
  const from = sender.id
  const max = Number(context.settings.REMITTANCE_MAX_KRW ?? REMITTANCE_MAX)
  const money = moneyOf(body)
  if (isRefusal(money)) return money
  const refusal = mayRemit(money.amount, money.currency, max)
  if (refusal) return refusal
  if (!(await isActive(context, from))) return refuse('sender_inactive')
  const to = await recipientNamed(context, from, body.to)
  if (isRefusal(to)) return to
  const sealer = await sealerOf(context, from)
  if (isRefusal(sealer)) return sealer
  const memo = body.memo || null
  const names = await lookUpAll([recipientOf({ to })], input => context.rpc.call(maskedNames, input))
  const sealedMemo = memo === null ? null : sealer.seal(memo)
  return startRemittance({
    request: { remittanceId: context.ports.ids.next('rem'), from, to, ...money, sealedMemo },
    max,
    sealer,
    present: started => present(started, sender, names, memo),
  })
}

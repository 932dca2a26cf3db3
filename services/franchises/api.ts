/** Franchises over HTTP: merchants register and change their own, operators any, everyone sees names and status. */

import { Type } from 'typebox'
import { givenId, idOf } from '../../contracts/api-fields.ts'
import { FEE_BP_MAX, FeeBp } from '../../contracts/franchises.ts'
import { type Actor, hasRole } from '../../platform/auth/tokens.ts'
import { list } from '../../platform/http/routes/list.ts'
import { type Route, write } from '../../platform/http/routes/route.ts'
import { AccountFields, annotated, ById, bankCode, Nullable, Timestamp } from '../../platform/http/routes/schemas.ts'
import { name, words } from '../../platform/http/routes/texts.ts'
import { isRefusal, refuse } from '../../platform/kit/refusal.ts'
import { countHeads, listHeads } from '../../platform/service/list-heads.ts'
import { type Resource, resource } from '../../platform/service/resource.ts'
import type { ServiceContext } from '../../platform/service/service.ts'
import { FEE_BP_DEFAULT, mayChange, maySetFee } from './commands.ts'
import { type Franchise, franchise } from './franchise.ts'
import { FranchiseForViewer, FranchiseResponse, presentTo } from './present.ts'
import { prepareChange, prepareFranchise } from './registration.ts'
import { feesOf } from './views.ts'

/** What the table can count to. */
const FEE_NUMBER_MAX = 2 ** 31 - 1

const Details = {
  name: name(100, { examples: ['마당커피 성수점'] }),
  contact: words(200, { description: 'How the franchise is reached.', examples: ['02-123-4567'] }),
  region: Type.Optional(Nullable(name(50, { examples: ['seoul'] }))),
  bankAccount: Type.Object(
    { ...AccountFields, bankCode: bankCode({ description: 'Of the Korean banks: `004`, `088` …' }) },
    { $id: 'PayoutAccount', description: 'Where settlements are paid out to.' },
  ),
  feeBp: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: FEE_BP_MAX,
      description: 'Basis points of each payment; operators only.',
      examples: [250],
    }),
  ),
  active: Type.Optional(Type.Boolean({ description: 'Whether it takes payments.', examples: [true] })),
}
const NewFranchise = Type.Object({
  ...Details,
  merchantId: Type.Optional(givenId('merchant', { description: 'Whose it is; operators only.' })),
})

const Fee = Type.Object(
  {
    feeBp: FeeBp,
    previousBp: Nullable(annotated(FeeBp, { example: 300 }), { description: 'Null when it was registered.' }),
    setBy: idOf('operator'),
    at: Timestamp,
  },
  { $id: 'FranchiseFee' },
)

const listedOf = (mine: boolean | null, actor: Actor) => ({
  table: 'franchises',
  equal: { merchant_id: mine ? actor.id : null },
})

export function franchiseRoutes(context: ServiceContext): readonly Route[] {
  const franchises = resource(context, {
    path: '/api/franchises',
    schema: FranchiseForViewer,
    aggregate: franchise,
    unknown: 'franchise_unknown',
    visible: () => true,
    present: (states, actor) => Promise.all(states.map(state => presentTo(actor, context.vault, state))),
  })
  return [
    ...changingRoutes(context, franchises),
    franchises.list({
      name: 'listFranchises',
      summary: 'Franchises, newest first: names and status, and all of what is one’s own',
      description:
        'Everybody sees names and whether payments are taken. Owners see all of their own, and operators all of everything. `mine` lists those of the caller only.',
      who: 'anyone',
      filter: { mine: Type.Boolean({ description: 'Only those of the caller.' }) },
      query: ({ mine }, page, { actor }) => listHeads(context.read, franchise, { ...listedOf(mine, actor), ...page }),
      count: ({ mine }, max, { actor }) => countHeads(context.read, listedOf(mine, actor), max),
    }),
    franchises.one({
      name: 'getFranchise',
      summary: 'One franchise: its name and status, and all of it to its owner and operators',
      description:
        'Everybody sees its name and whether it takes payments. Its owner and operators also see its contact, its fee and the end of its account number. The `ETag` is for `If-Match` of a change.',
      who: 'anyone',
    }),
    list({
      path: '/api/franchises/{id}/fees',
      name: 'listFranchiseFees',
      summary: 'How the fee of a franchise changed, newest first',
      description:
        'The fee at the registration and every change since, with who set it. For the owner of the franchise and operators. A payment keeps the fee of the time it was made.',
      who: ['merchant', 'operator'],
      params: ById,
      item: Fee,
      refusals: ['franchise_unknown', 'forbidden'],
      async query(_filter, page, { params, actor }) {
        const found = await franchises.find(params.id, actor, { allowed: mayChange })
        return isRefusal(found) ? found : feesOf(context.read, params.id, page)
      },
      position: { schema: Type.Integer({ minimum: 1, maximum: FEE_NUMBER_MAX }), of: ({ number }) => number },
      present: rows => rows.map(({ number: _, at, ...fee }) => ({ ...fee, at: at.toISOString() })),
    }),
  ]
}

function changingRoutes(context: ServiceContext, franchises: Resource<Franchise>): readonly Route[] {
  const feeBpDefault = feeBpOf(context.settings.FRANCHISE_FEE_BP)
  return [
    write({
      method: 'POST',
      path: '/api/franchises',
      name: 'registerFranchise',
      summary: 'Register a franchise, as its owner or for one',
      description:
        'A merchant registers a franchise of their own, an operator one for any merchant (`merchantId`). It can take payments by wallet at once, and is paid out to `bankAccount` after each business date, less the fee. The fee is the usual one unless an operator says otherwise: from a merchant, `feeBp` is refused with `fee_by_operator`.',
      who: ['merchant', 'operator'],
      body: NewFranchise,
      replies: { 201: FranchiseResponse },
      refusals: ['merchant_unknown', 'fee_by_operator', 'forbidden'],
      write({ actor, body }) {
        const { merchantId = actor.id, region = null, active = true, feeBp = feeBpDefault } = body
        if (merchantId !== actor.id && !hasRole(actor, 'operator')) return refuse('forbidden')
        const refusal = maySetFee(body.feeBp, actor)
        return refusal ?? prepareFranchise(context, { ...body, merchantId, region, active, feeBp })
      },
    }),
    write({
      method: 'PATCH',
      path: '/api/franchises/{id}',
      name: 'changeFranchise',
      summary: 'Change what is known of a franchise, or whether it takes payments',
      description:
        'Changes the fields that are named. A new fee, which only operators set, holds for payments from now on. A new bank account holds for the next settlement. One with `active: false` takes no payments, and what it has earned is settled all the same.',
      who: ['merchant', 'operator'],
      params: ById,
      body: Type.Partial(Type.Object(Details)),
      replies: { 200: FranchiseResponse },
      refusals: ['franchise_unknown', 'merchant_unknown', 'fee_by_operator', 'forbidden'],
      edits: ({ params }) => franchises.edit(params.id),
      async write({ actor, params, body }) {
        const before = await franchises.find(params.id, actor, { allowed: mayChange })
        return isRefusal(before) ? before : prepareChange(context, before, actor, body)
      },
    }),
  ]
}

/** What a franchise begins with; a setting that is no fee ends the start. */
function feeBpOf(setting: string | undefined): number {
  const feeBp = Number(setting ?? FEE_BP_DEFAULT)
  if (Number.isInteger(feeBp) && feeBp >= 0 && feeBp <= FEE_BP_MAX) return feeBp
  throw new Error(`FRANCHISE_FEE_BP is "${setting}": give basis points, 0 to ${FEE_BP_MAX}`)
}

/** Franchises over HTTP: merchants register and change their own, operators any, everyone sees names and status. */

import { Type } from 'typebox'
import { FEE_BP_MAX, FeeBp } from '../../contracts/franchises.ts'
import { type Actor, hasRole } from '../../platform/auth/tokens.ts'
import { list } from '../../platform/http/routes/list.ts'
import { type Route, write } from '../../platform/http/routes/route.ts'
import { AccountFields, ById, bankCode, Nullable, Timestamp } from '../../platform/http/routes/schemas.ts'
import { name, token, words } from '../../platform/http/routes/texts.ts'
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
  name: name(100),
  contact: words(200),
  region: Type.Optional(Nullable(name(50))),
  bankAccount: Type.Object({
    ...AccountFields,
    bankCode: bankCode({ description: 'Of the Korean banks: `004`, `088` …' }),
  }),
  feeBp: Type.Optional(
    Type.Integer({ minimum: 0, maximum: FEE_BP_MAX, description: 'Basis points of each payment; operators only.' }),
  ),
  active: Type.Optional(Type.Boolean()),
}
const NewFranchise = Type.Object({
  ...Details,
  merchantId: Type.Optional(token(80, { description: 'Whose it is; operators only.' })),
})

const Fee = Type.Object(
  {
    feeBp: FeeBp,
    /** Null when it was registered. */
    previousBp: Nullable(FeeBp),
    setBy: Type.String(),
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
      who: 'anyone',
      filter: { mine: Type.Boolean({ description: 'Only those of the caller.' }) },
      query: ({ mine }, page, { actor }) => listHeads(context.read, franchise, { ...listedOf(mine, actor), ...page }),
      count: ({ mine }, max, { actor }) => countHeads(context.read, listedOf(mine, actor), max),
    }),
    franchises.one({
      name: 'getFranchise',
      summary: 'One franchise: its name and status, and all of it to its owner and operators',
      who: 'anyone',
    }),
    list({
      path: '/api/franchises/{id}/fees',
      name: 'listFranchiseFees',
      summary: 'How the fee of a franchise changed, newest first',
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

/** Franchises over HTTP: merchants register and change their own, operators any, everyone sees names and status. */
import { type Static, Type } from 'typebox'
import { sealAccount } from '../../contracts/banking.ts'
import { FEE_BP_MAX } from '../../contracts/franchises.ts'
import { type Actor, hasRole } from '../../platform/auth/tokens.ts'
import { type RequestInput, type Route, write } from '../../platform/http/routes/route.ts'
import type { Command } from '../../platform/kit/command.ts'
import { isRefusal, type Refusal, refuse } from '../../platform/kit/refusal.ts'
import type { ServiceContext } from '../../platform/service/service.ts'
import { type Caller, changeFranchise, FEE_BP_DEFAULT, type FranchiseChange, mayChange, maySetFee } from './commands.ts'
import { type Franchise, franchiseKey } from './franchise.ts'
import { FranchiseResponse, presentWith, showing } from './present.ts'
import { prepareFranchise } from './registration.ts'

const text = (maxLength: number) => Type.String({ minLength: 1, maxLength })
export const FranchiseId = Type.Object({ id: text(80) })

const BankAccount = Type.Object({
  bankCode: Type.String({
    pattern: '^[0-9]{3}$',
    description: 'Of the Korean banks: `004`, `088` …',
    examples: ['004'],
  }),
  accountNumber: Type.String({ pattern: '^[0-9](-?[0-9]){5,19}$', examples: ['110-123-456789'] }),
  holderName: text(100),
})

const Details = {
  name: text(100),
  contact: text(200),
  region: Type.Optional(Type.Union([text(50), Type.Null()])),
  bankAccount: BankAccount,
  feeBp: Type.Optional(
    Type.Integer({ minimum: 0, maximum: FEE_BP_MAX, description: 'Basis points of each payment; operators only.' }),
  ),
  active: Type.Optional(Type.Boolean()),
}
const NewFranchise = Type.Object({
  ...Details,
  merchantId: Type.Optional(Type.String({ maxLength: 80, description: 'Whose it is; operators only.' })),
})
const Change = Type.Partial(Type.Object(Details))

export const callerOf = (actor: Actor): Caller => ({ id: actor.id, operator: hasRole(actor, 'operator') })

/** The franchise for somebody who may see all of it; refused with `franchise_unknown`, `forbidden`. */
export async function franchiseFor(context: ServiceContext, id: string, actor: Actor): Promise<Franchise | Refusal> {
  const franchise = (await context.writer.head(franchiseKey(id)))?.state
  if (!franchise) return refuse('franchise_unknown')
  return mayChange(franchise, callerOf(actor)) ?? franchise
}

export function franchiseWrites(context: ServiceContext): readonly Route[] {
  const feeBp = feeBpOf(context.settings.FRANCHISE_FEE_BP)
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
      write: asked => stateRegistration(context, asked, feeBp),
    }),
    write({
      method: 'PATCH',
      path: '/api/franchises/{id}',
      name: 'changeFranchise',
      summary: 'Change what is known of a franchise, or whether it takes payments',
      who: ['merchant', 'operator'],
      params: FranchiseId,
      body: Change,
      replies: { 200: FranchiseResponse },
      refusals: ['franchise_unknown', 'merchant_unknown', 'fee_by_operator', 'forbidden'],
      write: asked => stateChange(context, asked),
    }),
  ]
}

/** What a franchise begins with; a setting that is no fee ends the start. */
function feeBpOf(setting: string | undefined): number {
  const feeBp = Number(setting ?? FEE_BP_DEFAULT)
  if (Number.isInteger(feeBp) && feeBp >= 0 && feeBp <= FEE_BP_MAX) return feeBp
  throw new Error(`FRANCHISE_FEE_BP is "${setting}": give basis points, 0 to ${FEE_BP_MAX}`)
}

async function stateRegistration(
  context: ServiceContext,
  { actor, body }: RequestInput<unknown, unknown, Static<typeof NewFranchise>>,
  feeBpDefault: number,
): Promise<Command | Refusal> {
  const by = callerOf(actor)
  const { merchantId = actor.id, region = null, active = true, feeBp } = body
  if (merchantId !== actor.id && !by.operator) return refuse('forbidden')
  const refusal = maySetFee(feeBp, by)
  return refusal ?? prepareFranchise(context, { ...body, merchantId, region, active, feeBp: feeBp ?? feeBpDefault })
}

async function stateChange(
  context: ServiceContext,
  { actor, params, body }: RequestInput<{ id: string }, unknown, Static<typeof Change>>,
): Promise<Command | Refusal> {
  const franchise = await franchiseFor(context, params.id, actor)
  if (isRefusal(franchise)) return franchise
  const { contact, bankAccount, ...rest } = body
  const shown = await showing(context.vault, franchise)
  const change: FranchiseChange = {
    ...rest,
    ...(bankAccount && { bankAccount: await context.rpc.call(sealAccount, { ...bankAccount, owner: params.id }) }),
  }
  const by = callerOf(actor)
  if (contact === undefined) return changeFranchise(params.id, by, change, shown)
  if (!shown.sealer) return refuse('merchant_unknown')
  const sealedContact = shown.sealer.seal(contact)
  const present = presentWith(contact)
  return changeFranchise(params.id, by, { ...change, sealedContact }, { ...shown, present })
}

/** What keeps a member from leaving, as every service lists it, and the refusal that says so. */
import { WALLET_BALANCE } from '../../../contracts/money.ts'
import { mayLeave, type Obligation } from '../../../contracts/obligations.ts'
import { toMajor } from '../../../platform/http/routes/amount.ts'
import { type Refusal, refuse } from '../../../platform/kit/refusal.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'

/** Of all services, by code. One that does not answer is a fault: nobody leaves on a guess. */
export async function obligationsOf({ rpc }: ServiceContext, memberId: string): Promise<readonly Obligation[]> {
  const answers = await rpc.callEach(mayLeave, { memberId })
  return answers
    .flatMap(({ obligations }) => obligations)
    .toSorted((a, b) => Number(a.code > b.code) - Number(a.code < b.code))
}

const present = ({ amount, currency, ...obligation }: Obligation) => ({
  ...obligation,
  ...(amount !== undefined && currency !== undefined && { amount: toMajor(amount, currency), currency }),
})

/** With the whole list, in both languages. Money in the wallet alone has a code of its own. */
export function refusalFor(open: readonly Obligation[]): Refusal {
  const balanceOnly = open.every(({ code }) => code === WALLET_BALANCE)
  return refuse(balanceOnly ? 'balance_not_zero' : 'obligations_open', { obligations: open.map(present) })
}

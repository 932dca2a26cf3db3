/** The commands of the book that other services, sagas and timers send, with the heads each needs. */
import {
  expireHold,
  franchiseAccount,
  placeHold,
  postHold,
  type postTransfer,
  voidHold,
} from '../../../contracts/money.ts'
import { DEFAULT_CURRENCY } from '../../../platform/http/routes/amount.ts'
import { accept, type Command, type Context, type Decision, type States } from '../../../platform/kit/command.ts'
import type { DataOf } from '../../../platform/kit/contract.ts'
import { isRefusal } from '../../../platform/kit/refusal.ts'
import { accountKey, accountsOf } from './account.ts'
import { divertingKeys, transferOrSuspend } from './departed.ts'
import { holdKey } from './hold.ts'
import { expireHeld, place, postHeld, voidHeld } from './hold-rules.ts'
import { open, type Transfer } from './transfer.ts'

type Between = DataOf<typeof expireHold>
export const holdKeys = (input: Between): string[] => [holdKey(input.holdId), ...accountsOf(input)]

const onHold =
  <I extends Between & { readonly linked?: readonly Transfer[] | undefined }>(
    { type }: { readonly type: string },
    rule: (states: States, input: I, context: Context) => Decision,
  ) =>
  (input: I): Command => ({
    type,
    keys: [...holdKeys(input), ...(input.linked ?? []).flatMap(accountsOf)],
    decide: (states, context) => rule(states, input, context),
  })

/** By their names in the contract. */
export const ledgerCommands = {
  placeHold: onHold(placeHold, place),
  postHold: onHold<DataOf<typeof postHold>>(postHold, postHeld),
  voidHold: onHold(voidHold, (states, { holdId }) => voidHeld(states, holdId)),
  expireHold: onHold(expireHold, (states, { holdId }, { now }) => expireHeld(states, holdId, now)),
  postTransfer: ({ linked = [], ...first }: DataOf<typeof postTransfer>): Command => ({
    type: 'money.post-transfer',
    keys: [first, ...linked].flatMap(each => [...accountsOf(each), ...divertingKeys(each)]),
    decide(states) {
      const messages = transferOrSuspend(states, [first, ...linked])
      return isRefusal(messages) ? messages : accept(messages, { reply: { transferId: first.transferId } })
    },
  }),
}

/** Opens the account of what a franchise earns. It has no limit: a refund after the payout takes it below zero. */
export function openFranchiseAccount(franchiseId: string, merchantId: string): Command {
  const earned = franchiseAccount(franchiseId, DEFAULT_CURRENCY)
  return {
    type: 'money.open-franchise-account',
    keys: [accountKey(earned)],
    decide: states => accept(open(states, earned, merchantId)),
  }
}

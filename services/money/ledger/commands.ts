/** The commands of the book that other services, sagas and timers send, with the heads each needs. */
import { expireHold, placeHold, postHold, type postTransfer, voidHold } from '../../../contracts/money.ts'
import { accept, type Command, type Context, type Decision, type States } from '../../../platform/kit/command.ts'
import type { DataOf } from '../../../platform/kit/contract.ts'
import { isRefusal } from '../../../platform/kit/refusal.ts'
import { accountsOf } from './account.ts'
import { holdKey } from './hold.ts'
import { expireHeld, place, postHeld, voidHeld } from './hold-rules.ts'
import { type Transfer, transferAll } from './transfer.ts'

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

export const placeHoldCommand = onHold(placeHold, place)
export const postHoldCommand = onHold<DataOf<typeof postHold>>(postHold, postHeld)
export const voidHoldCommand = onHold(voidHold, (states, { holdId }) => voidHeld(states, holdId))
export const expireHoldCommand = onHold(expireHold, (states, { holdId }, { now }) => expireHeld(states, holdId, now))

export const postTransferCommand = ({ linked = [], ...first }: DataOf<typeof postTransfer>): Command => ({
  type: 'money.post-transfer',
  keys: [first, ...linked].flatMap(accountsOf),
  decide(states) {
    const messages = transferAll(states, [first, ...linked])
    return isRefusal(messages) ? messages : accept(messages, { reply: { transferId: first.transferId } })
  },
})

/** The commands of the book that other services, sagas and timers send, with the heads each needs. */
import type { Static } from 'typebox'
import type { placeHold, postHold, postTransfer, voidHold } from '../../../contracts/money.ts'
import { accept, type Command } from '../../../platform/kit/command.ts'
import { isRefusal } from '../../../platform/kit/refusal.ts'
import { accountsOf } from './account.ts'
import { holdKey } from './hold.ts'
import { expireHeld, place, postHeld, voidHeld } from './hold-rules.ts'
import { type Transfer, transferAll } from './transfer.ts'

type Between = { readonly holdId: string; readonly debit: string; readonly credit: string }
export const holdKeys = (input: Between): string[] => [holdKey(input.holdId), ...accountsOf(input)]

type Linked = { readonly linked?: readonly Transfer[] | undefined }
const linkedAccounts = ({ linked = [] }: Linked): string[] => linked.flatMap(accountsOf)

export const placeHoldCommand = (input: Static<typeof placeHold.schema>): Command => ({
  type: 'money.place-hold',
  keys: holdKeys(input),
  decide: states => place(states, input),
})

export const postHoldCommand = (input: Static<typeof postHold.schema>): Command => ({
  type: 'money.post-hold',
  keys: [...holdKeys(input), ...linkedAccounts(input)],
  decide: (states, context) => postHeld(states, input, context),
})

export const voidHoldCommand = (input: Static<typeof voidHold.schema>): Command => ({
  type: 'money.void-hold',
  keys: holdKeys(input),
  decide: states => voidHeld(states, input.holdId),
})

export const expireHoldCommand = (input: Between): Command => ({
  type: 'money.expire-hold',
  keys: holdKeys(input),
  decide: (states, context) => expireHeld(states, input.holdId, context.now),
})

export const postTransferCommand = ({ linked = [], ...first }: Static<typeof postTransfer.schema>): Command => ({
  type: 'money.post-transfer',
  keys: [...accountsOf(first), ...linkedAccounts({ linked })],
  decide(states) {
    const messages = transferAll(states, [first, ...linked])
    return isRefusal(messages) ? messages : accept(messages, { reply: { transferId: first.transferId } })
  },
})

/**
 * Members who have left for good. Nobody leaves with obligations, so their wallets are empty; what arrives all the same, such
 * as the refund of an old payment, has nobody to take it: it goes to suspense, with a task for an operator.
 */
import { Type } from 'typebox'
import { salesAccount, suspenseAccount, walletOf, walletOwner } from '../../../contracts/money.ts'
import { defineAggregate } from '../../../platform/kit/aggregate.ts'
import { accept, type Command, type Context, type States } from '../../../platform/kit/command.ts'
import { event } from '../../../platform/kit/contract.ts'
import type { NewMessage } from '../../../platform/kit/message.ts'
import { isRefusal, type Refusal } from '../../../platform/kit/refusal.ts'
import { defineTask } from '../../../platform/service/define-service.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { openTask, type Task, taskKey } from '../../../platform/service/task.ts'
import { accountKey, accountsOf, available } from './account.ts'
import { type Transfer, transfer, transferAll } from './transfer.ts'

const memberDeparted = event('money.member-departed', Type.Object({ memberId: Type.String() }))

export const departed = defineAggregate({
  name: 'departed',
  shape: 1,
  initial: () => ({ departed: false }),
  events: [memberDeparted],
  evolve: () => ({ departed: true }),
})

const OWNERLESS = 'ownerless-money'

const taskOf = (id: string): string => `own_${id}`

/** What a transfer may need beside its accounts, should its recipient have left. */
export function divertingKeys({ transferId, credit, currency }: Transfer): string[] {
  const owner = walletOwner(credit)
  return owner === null ? [] : [departed.key(owner), accountKey(suspenseAccount(currency)), taskKey(taskOf(transferId))]
}

/** Transfers as `transferAll` posts them, but to suspense where the recipient has left. */
export function transferOrSuspend(states: States, requests: readonly Transfer[]): NewMessage[] | Refusal {
  const tasks: NewMessage[] = []
  const diverted = requests.map(request => {
    const owner = walletOwner(request.credit)
    if (owner === null || !states.of<{ departed: boolean }>(departed.key(owner)).departed) return request
    tasks.push(...openOwnerless(states, request.transferId, owner, request))
    return { ...request, credit: suspenseAccount(request.currency) }
  })
  const posted = transferAll(states, diverted)
  return isRefusal(posted) ? posted : [...posted, ...tasks]
}

type Ownerless = Pick<Transfer, 'amount' | 'currency' | 'kind' | 'reference'>

function openOwnerless(states: States, id: string, memberId: string, of: Ownerless): readonly NewMessage[] {
  const { amount, currency, kind, reference } = of
  const about = reference ? [reference, memberId] : [memberId]
  return openTask(
    states,
    { kind: OWNERLESS },
    { taskId: taskOf(id), why: 'member_left', about, amount, currency, facts: { kind } },
  )
}

/** The member has left: what is in their wallets all the same is nobody's. */
export function markDeparted(memberId: string, currencies: readonly string[]): Command {
  const wallets = currencies.map(currency => ({
    currency,
    id: `${memberId}-${currency.toLowerCase()}`,
    accounts: { debit: walletOf(memberId, currency), credit: suspenseAccount(currency) },
  }))
  const key = departed.key(memberId)
  return {
    type: 'money.mark-departed',
    keys: [key, ...wallets.flatMap(({ id, accounts }) => [...accountsOf(accounts), taskKey(taskOf(id))])],
    decide(states, context) {
      if (states.of<{ departed: boolean }>(key).departed) return accept([])
      const left = wallets.flatMap(wallet => empty(states, wallet, memberId, context))
      return accept([memberDeparted.of(key, { memberId }), ...left])
    },
  }
}

interface Wallet {
  readonly currency: string
  readonly id: string
  readonly accounts: { readonly debit: string; readonly credit: string }
}

function empty(states: States, { currency, id, accounts }: Wallet, memberId: string, context: Context): NewMessage[] {
  const amount = available(states.of(accountKey(accounts.debit)))
  if (amount <= 0) return []
  const request = { transferId: context.newId('trf'), kind: 'ownerless', ...accounts, amount, currency }
  const posted = transfer(states, request)
  if (isRefusal(posted)) throw new Error(`the book refused what it must take: ${posted.code}`)
  return [posted, ...openOwnerless(states, id, memberId, request)]
}

/** Out of suspense, as income. */
function keep({ amount, currency, taskId }: Task, { ports }: ServiceContext): Command {
  const of = currency ?? ''
  const accounts = { debit: suspenseAccount(of), credit: salesAccount(of) }
  const request = { ...accounts, transferId: ports.ids.next('trf'), kind: 'ownerless-kept', reference: taskId }
  return {
    type: 'money.keep-ownerless',
    keys: accountsOf(accounts),
    decide(states) {
      const posted = transfer(states, { ...request, amount: amount ?? 0, currency: of })
      return isRefusal(posted) ? posted : accept([posted])
    },
  }
}

export const ownerlessTask = defineTask({
  kind: OWNERLESS,
  what: { ko: '탈퇴한 회원에게 들어온 돈', en: 'Money for a member who has left' },
  causes: {
    member_left: { ko: '탈퇴한 회원에게 들어온 돈이에요.', en: 'It arrived for a member who has left.' },
  },
  actions: {
    'paid-out': {
      // By POST /api/banking/transfers, which books it out of suspense.
      name: { ko: '은행 이체로 지급함', en: 'It was paid out by a bank transfer' },
      does: {
        ko: '은행 이체로 이미 지급한 것으로 기록하고 끝내요.',
        en: 'Records that it was paid out by a bank transfer, and ends it.',
      },
      secondPerson: true,
    },
    keep: {
      name: { ko: '수익으로 처리', en: 'Keep it as income' },
      does: { ko: '보관 중인 돈을 매출로 옮겨요.', en: 'Moves the money from suspense to income.' },
      secondPerson: true,
      command: keep,
    },
  },
})

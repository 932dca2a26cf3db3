/** Every night the day before is reconciled with the bank; each difference is a task, which ends when it agrees. */
import { reconcileBank, reconciliationDue } from '../../contracts/banking.ts'
import { DEFAULT_CURRENCY } from '../../platform/http/routes/amount.ts'
import { accept, type Command } from '../../platform/kit/command.ts'
import { isRefusal, type Refusal } from '../../platform/kit/refusal.ts'
import { daysAfter } from '../../platform/ports/business-date.ts'
import { dailyJob } from '../../platform/service/daily-job.ts'
import { defineTask } from '../../platform/service/define-service.ts'
import type { ServiceContext } from '../../platform/service/service.ts'
import { closeTask, openTask, type Task, taskKey } from '../../platform/service/task.ts'
import { bankOf } from './http-bank.ts'
import { differencesIn, type Item, reconcile } from './reconciliation.ts'
import { booksOf } from './reconciliation-books.ts'

/** Tasks of one day; a day with more of them has one cause. */
const TASKS_MAX = 500

const BANK_DIFFERENCE = 'bank-difference'

interface Difference extends Item {
  readonly taskId: string
  readonly why: string
}

/** Refusal: bank_unavailable. Lines without a transfer are told apart by their place in the statement. */
async function differencesOf(context: ServiceContext, date: string): Promise<Difference[] | Refusal> {
  const found = await booksOf(context, bankOf(context), date)
  if (isRefusal(found)) return found
  return differencesIn(reconcile(found.books)).map(({ group, ...item }, place) => ({
    ...item,
    taskId: `bank_${date}_${group}_${item.transferId ?? place}`,
    why: group,
  }))
}

function openingOf({ taskId, why, transferId, ours, bank, ledger }: Difference, date: string) {
  const amount = Math.abs(ours ?? bank ?? ledger ?? 0)
  const said = Object.entries({ ours, bank, ledger }).map(([side, of]) => [side, of === null ? '-' : String(of)])
  const about = transferId === null ? [date] : [transferId, date]
  return { taskId, why, about, amount, currency: DEFAULT_CURRENCY, facts: { date, ...Object.fromEntries(said) } }
}

/** Refusal: bank_unavailable. */
export async function openTasksOf(context: ServiceContext, date: string): Promise<Command | Refusal> {
  const found = await differencesOf(context, date)
  if (isRefusal(found)) return found
  const differences = found.slice(0, TASKS_MAX)
  return {
    type: 'banking.open-differences',
    keys: differences.map(({ taskId }) => taskKey(taskId)),
    decide: states =>
      accept(
        differences.flatMap(difference => openTask(states, { kind: BANK_DIFFERENCE }, openingOf(difference, date))),
        { reply: { date, differences: found.length } },
      ),
  }
}

/** The books of its day once more: the task ends if they agree about it, and is open again if not. */
async function checkAgain({ taskId, facts }: Task, context: ServiceContext): Promise<Command | Refusal> {
  const date = facts.date ?? ''
  const found = await differencesOf(context, date)
  if (isRefusal(found)) return found
  const still = found.find(difference => difference.taskId === taskId)
  return {
    type: 'banking.check-difference',
    keys: [taskKey(taskId)],
    decide: states =>
      accept(
        still
          ? openTask(states, { kind: BANK_DIFFERENCE }, openingOf(still, date))
          : closeTask(states, taskId, 'agrees'),
      ),
  }
}

export const bankDifference = defineTask({
  kind: BANK_DIFFERENCE,
  what: { ko: '은행 명세와 다른 거래', en: 'A movement that the bank’s statement sees otherwise' },
  causes: {
    onlyOurs: { ko: '우리 기록에만 있고 은행 명세에는 없어요.', en: 'We have it, the bank’s statement has not.' },
    onlyTheirs: { ko: '은행 명세에만 있고 우리 기록에는 없어요.', en: 'The bank’s statement has it, we have not.' },
    amountsDiffer: { ko: '우리 기록과 은행 명세의 금액이 달라요.', en: 'The bank says another amount than we do.' },
    ledgerMissing: {
      ko: '끝난 이체인데 원장에 없어요.',
      en: 'The transfer is done, and the ledger has not booked it.',
    },
    ledgerOnly: {
      ko: '원장에는 있는데 끝난 이체가 아니에요.',
      en: 'The ledger booked it, and the transfer is not done.',
    },
  },
  actions: {
    'check-again': {
      name: { ko: '다시 대조', en: 'Check again' },
      does: {
        ko: '그날의 은행 명세를 다시 받아 대조해요. 맞으면 끝나고, 아니면 다시 열려요.',
        en: 'Compares that day with the bank’s statement again: closed if they agree, open again if not.',
      },
      ends: false,
      command: checkAgain,
    },
    accept: {
      name: { ko: '차이 인정', en: 'Accept the difference' },
      does: {
        ko: '차이를 그대로 두고 끝내요. 장부는 바뀌지 않아요.',
        en: 'Ends it with the difference as it is. No book changes.',
      },
      secondPerson: true,
    },
  },
})

/** By then the bank's statement of the day before is complete. */
export const nightly = dailyJob({
  name: 'bank-reconciliation',
  at: '04:10',
  due: reconciliationDue,
  run: (date, now) => {
    const before = daysAfter(date, -1)
    return [reconcileBank.timer(`reconcile-bank/${before}`, now, { date: before })]
  },
})

/** From the nightly timer, which is tried again and is then a task itself. */
export async function reconcileNightly({ date }: { readonly date: string }, context: ServiceContext): Promise<Command> {
  const opening = await openTasksOf(context, date)
  if (isRefusal(opening)) throw new Error(`the bank did not give its statement of ${date}`)
  return opening
}

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
  actions: {
    'check-again': { name: { ko: '다시 대조', en: 'Check again' }, ends: false, command: checkAgain },
    accept: { name: { ko: '차이 인정', en: 'Accept the difference' }, secondPerson: true },
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

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { services } from '../../main/services.ts'
import { businessDateOf } from '../../platform/ports/business-date.ts'
import { MovableClock } from '../../platform/ports/movable-clock.ts'
import { sortableIds, systemRandom } from '../../platform/ports/ports.ts'
import type { SagaState } from '../../platform/saga/state.ts'
import { APART } from '../harness/kill.ts'
import { type AtBank, openTestPlatform, type TestPlatform } from '../harness/platform.ts'
import { merchantOf, registerFranchise } from '../harness/shop.ts'
import { elsewhere, expected, FAULTS, type Fault, type Outcome, type Row } from './pay/expected.ts'
import { type Ending, type Flow, flows, Kit, type Money, type Subject } from './pay/flows.ts'
import { Meddler, type Plan } from './pay/meddling.ts'

/**
 * Every saga of Pay, every step of it, everything that may go wrong there. The cases run side by side on one platform, each
 * with people and accounts of its own; where one ends and who has the money then is in `pay/expected.ts` and `pay/flows.ts`.
 */
const clock = new MovableClock()
const noon = Temporal.PlainDate.from(businessDateOf(clock.now())).add({ days: 1 })
const AT_ONCE = 12
const meddler = new Meddler()
let madang: TestPlatform
let kit: Kit

interface Case {
  readonly title: string
  readonly flow: Flow
  readonly step: string
  readonly fault: Fault
  readonly row: Row
  readonly outcome: Outcome
}

const sagas = new Map(services.flatMap(({ sagas = [] }) => sagas.map(saga => [saga.name, saga] as const)))
const stepsOf = ({ saga, without = {} }: Flow): string[] =>
  (sagas.get(saga)?.steps ?? []).map(({ name }) => name).filter(name => !(name in without))

const all = flows.flatMap(flow =>
  stepsOf(flow).flatMap(step =>
    FAULTS.map(fault => {
      const row = expected[flow.name]?.[step]
      return { title: `${flow.name}, ${step}: ${fault}`, flow, step, fault, row, cell: row?.cells[fault] }
    }),
  ),
)
const cases = all.flatMap(({ cell, row, ...rest }): Case[] =>
  row && typeof cell === 'string' ? [{ ...rest, row, outcome: cell }] : [],
)

interface Run extends Case {
  readonly subject: Subject
  readonly plans: readonly Plan[]
  saga: string
  /** The bank's key of the transfer that it never answers for. */
  unanswered: string
}

const runs: Run[] = []
/** Keys that the bank is to receive twice. */
const repeated: string[] = []

async function side<A, B>(items: readonly A[], work: (item: A) => Promise<B>): Promise<B[]> {
  const results: B[] = []
  const queue = items.entries()
  async function workOn() {
    for (const [index, item] of queue) results[index] = await work(item)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, workOn))
  return results
}

beforeAll(async () => {
  clock.moveTo(new Date(noon.toZonedDateTime({ timeZone: 'Asia/Seoul', plainTime: '12:00' }).epochMilliseconds))
  madang = await openTestPlatform({
    env: { BANK_ANSWER_LIMIT_MS: '1000', ...APART },
    ports: { clock, ids: sortableIds(clock, systemRandom), faults: meddler.faults },
    definitions: meddler.between(services),
  })
  const operator = await madang.operator()
  const merchant = await merchantOf(madang, operator)
  const shop = await registerFranchise(madang, { merchant, operator, name: '마당 서울점', feeBp: 250 })
  kit = new Kit(madang, { operator, franchise: shop, businessDate: noon.toString() })
})
afterAll(() => madang.close())

const bankBehaviour = {
  'the bank refuses': 'refuse',
  'the bank is silent before booking': 'timeout_before',
  'the bank is silent after booking': 'timeout_after',
  'the bank receives it twice': 'deliver_twice',
  'the bank never answers': 'timeout_after',
} as const
const isOfBank = (fault: Fault): fault is keyof typeof bankBehaviour => fault in bankBehaviour

const accountFor = ({ account, payee }: Subject, { bank }: Row): AtBank => (bank === 'out' && payee ? payee : account)

async function deactivate({ id }: { id: string }): Promise<void> {
  await kit.post(`/api/users/${id}/deactivate`, {}, kit.operator)
  const { read } = madang.application.service('money')
  const closed = async () =>
    (await read.query('select 1 from accounts where id = $1 and not active', [`wallet:${id}:KRW`])).rows.length === 1
  await expect.poll(closed, { timeout: 10_000, interval: 5 }).toBe(true)
}

/**
 * Not before the member knows that it has begun: a neighbour's fault may break off the answer of theirs, and who is
 * deactivated when they ask again gets no answer any more.
 */
async function deactivateOnceBegun(run: Pick<Run, 'saga'>, who: { id: string }): Promise<void> {
  await expect.poll(() => run.saga, { timeout: 10_000, interval: 5 }).not.toBe('')
  await deactivate(who)
}

/** Tells the bank, and whoever stands between the services, what is to happen to this case. */
async function plan(run: Omit<Run, 'plans'>): Promise<Plan[]> {
  const { fault, row, subject } = run
  const [service, asks] = row.asks
  const of = new Set(subject.of)
  const saying = row.bank && asks === 'banking.request-transfer' ? `"direction":"${row.bank}"` : ''
  const { bankCode, accountNumber } = accountFor(subject, row)
  const match = { operation: 'transfer', bankCode, accountNumber, ...(row.bank && { direction: row.bank }) } as const
  if (isOfBank(fault)) await madang.bank.tell({ kind: bankBehaviour[fault], match })
  const atBank = { of, service: 'banking', asks: 'move', saying: `"direction":"${row.bank}"` }
  switch (fault) {
    case 'the bank is silent before booking':
    case 'the bank is silent after booking':
      return [meddler.add({ ...atBank, isInquired: true })]
    case 'the bank receives it twice':
      return [meddler.add({ ...atBank, before: async key => void repeated.push(key) })]
    case 'the bank never answers': {
      const before = async (key: string) => {
        Object.assign(run, { unanswered: key })
        await madang.bank.tell({ kind: 'error_500', match: { operation: 'look-up', key }, times: 100 })
      }
      return [meddler.add({ ...atBank, before })]
    }
    case 'broken off before commit':
    case 'broken off after commit':
      return [
        meddler.add({ of, service, asks, saying, breaksAt: `${fault === FAULTS[5] ? 'before' : 'after'} commit` }),
      ]
    case 'member deactivated meanwhile':
      return [meddler.add({ of, service, asks, saying, before: () => deactivateOnceBegun(run, subject.member) })]
    case 'other side deactivated meanwhile':
      return [
        meddler.add({
          of,
          service,
          asks,
          saying,
          before: () => deactivateOnceBegun(run, subject.other ?? subject.member),
        }),
      ]
    case 'compensation refused':
      return refuseToUndo(run, of)
    default:
      return []
  }
}

/** A later step is refused, and then what should undo this one is refused too. */
async function refuseToUndo({ flow, subject }: Omit<Run, 'plans'>, of: Set<string>): Promise<Plan[]> {
  const { bankCode, accountNumber } = subject.account
  if (flow.saga === 'top-up') {
    const match = { operation: 'transfer', bankCode, accountNumber, direction: 'out' } as const
    await madang.bank.tell({ kind: 'refuse', match, times: 100 })
    const credit = { of, service: 'money', asks: 'money.credit-top-up', before: () => deactivate(subject.member) }
    return [meddler.add(credit)]
  }
  return [
    meddler.add({ of, service: 'remittance', asks: 'remittance.transfer', refusal: 'recipient_inactive' }),
    meddler.add({ of, service: 'money', asks: 'money.void-hold', refusal: 'hold_not_pending' }),
  ]
}

const stateOf = async (service: string, saga: string) =>
  (await madang.application.service(service).writer.head<SagaState>(`saga:${saga}`))?.state

/** What waits for an operator, as an operator sees it. */
async function tasks(service: string): Promise<Map<string, { reason: string; owner: string; step: string }>> {
  const { body } = await madang.get(`/api/operations/${service}/sagas`, kit.operator.token)
  return new Map(body.items.map((item: { id: string }) => [item.id, item]))
}

const below = ({ unanswered }: Run): string => `bank-transfer/${unanswered}`

const atEnd = async (run: Run): Promise<boolean> => {
  if (run.outcome === 'asleep')
    return run.unanswered !== '' && (await stateOf('banking', below(run)))?.status === 'stuck'
  const { status = 'new' } = (await stateOf(run.flow.service, run.saga)) ?? {}
  return status === 'done' || status === 'undone' || status === 'stuck'
}

const LATE_MS = 60_000

/** Lets pauses pass until all of them are at their end; gives those that are not. */
async function untilAllEnd(left: readonly Run[]): Promise<string[]> {
  const limit = Date.now() + LATE_MS
  let open = [...left]
  while (open.length > 0 && Date.now() < limit) {
    const ended = await Promise.all(open.map(atEnd))
    open = open.filter((_, index) => !ended[index])
    const inPause = open.some(({ outcome }) => outcome === 'stuck' || outcome === 'asleep')
    if (inPause) clock.advance(300)
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  return open.map(({ title }) => title)
}

async function moneyOf({ subject }: Run, books: ReadonlyMap<string, number>): Promise<Money> {
  const { there, member, account } = subject
  const elsewhere = there === undefined ? 0 : typeof there === 'string' ? ledger(there) : books.get(there.accountNumber)
  return [await ledger(`wallet:${member.id}:KRW`), books.get(account.accountNumber) ?? -1, (await elsewhere) ?? -1]
}

async function ledger(account: string): Promise<number> {
  const { body } = await madang.get(`/api/money/ledger/accounts/${encodeURIComponent(account)}`, kit.operator.token)
  return body.balance
}

const bankBalances = async () =>
  new Map((await madang.bank.books()).accounts.map(({ accountNumber, balance }) => [accountNumber, balance]))

const titlesOf = (found: readonly { title: string }[]) => found.map(({ title }) => title)

describe('every saga of Pay × every step × everything that may go wrong', () => {
  test('is in the table, with its ending or why it cannot be', () => {
    const known = [...new Set(flows.map(({ saga }) => saga)), ...Object.keys(elsewhere)]
    const ofApplication = services
      .filter(({ name }) => name !== 'orders')
      .flatMap(({ sagas = [] }) => sagas.map(({ name }) => name))
    expect(known.toSorted()).toEqual(ofApplication.toSorted())
    for (const flow of flows) expect(Object.keys(expected[flow.name] ?? {}), flow.name).toEqual(stepsOf(flow))
    expect(Object.keys(expected)).toEqual(flows.map(({ name }) => name))
    const unsaid = all.filter(({ cell }) => typeof cell !== 'string' && !cell?.never)
    expect(titlesOf(unsaid)).toEqual([])
    for (const { flow, row, title } of cases.filter(({ fault }) => fault === 'compensation refused')) {
      const step = sagas.get(flow.saga)?.steps.find(({ name }) => title.includes(`, ${name}:`))
      expect([title, row && step?.undo !== undefined]).toEqual([title, true])
    }
    expect(cases.length).toBeGreaterThan(100)
  })

  test('comes to its end', async () => {
    const prepared = await side(cases, ({ flow }) => flow.prepare(kit))
    await madang.application.awaitIdle()
    for (const [index, each] of cases.entries()) {
      const run = { ...each, subject: prepared[index]!, saga: '', unanswered: '', plans: [] as Plan[] }
      run.plans.push(...(await plan(run)))
      runs.push(run)
    }
    await side(runs, async run => {
      run.saga = await run.subject.begin()
    })
    await kit.post('/api/settlements/run', { businessDate: kit.businessDate }, kit.operator)
    const late = await untilAllEnd(runs)
    expect(late).toEqual([])
    const unreached = runs.filter(({ plans }) => plans.some(each => !meddler.wasReached(each)))
    expect(titlesOf(unreached)).toEqual([])
    const twice = new Set((await madang.bank.books()).duplicates.map(({ key }) => key))
    expect(repeated.length).toBeGreaterThan(0)
    expect(repeated.filter(key => !twice.has(key))).toEqual([])
  }, 120_000)

  test('the one it should: done, undone, or stuck with an owner and a task', async () => {
    await madang.application.awaitIdle()
    const open = new Map<string, Awaited<ReturnType<typeof tasks>>>()
    for (const service of new Set([...runs.map(({ flow }) => flow.service), 'banking'])) {
      open.set(service, await tasks(service))
    }
    const wrong = await side(runs, async run => {
      const { flow, saga, outcome, title } = run
      const { status } = (await stateOf(flow.service, saga)) as SagaState
      const task = outcome === 'asleep' ? open.get('banking')?.get(below(run)) : open.get(flow.service)?.get(saga)
      const ended = outcome === 'asleep' ? status === 'running' : status === (outcome === 'kept' ? 'undone' : outcome)
      const waits = outcome === 'asleep' || outcome === 'stuck'
      const isListed = waits ? Boolean(task?.owner && task.reason) : task === undefined
      return ended && isListed ? [] : [`${title}: ${status}, ${JSON.stringify(task)}`]
    })
    expect(wrong.flat()).toEqual([])
    const stuck = runs.filter(({ outcome }) => outcome === 'asleep' || outcome === 'stuck').length
    expect([...open.values()].reduce((sum, { size }) => sum + size, 0)).toBe(stuck)
    const letters = await Promise.all(
      services.map(({ name }) => madang.get(`/api/operations/${name}/dead-letters`, kit.operator.token)),
    )
    expect(letters.flatMap(({ body }) => body.items)).toEqual([])
  })

  test('and everybody has what they should have then', async () => {
    await sameAs(({ outcome }) => (outcome === 'asleep' ? null : outcome))
    // Whatever waits for a transfer that the bank does not answer for is neither done nor undone, and nothing else is wrong.
    const asleep = runs.filter(({ outcome }) => outcome === 'asleep').map(({ saga }) => partOf(saga))
    const differences = await madang.differences()
    expect(new Set(differences.map(({ name }) => name))).toEqual(
      new Set(['every saga is done, undone or stuck with an owner']),
    )
    const waiting = differences.flatMap(found => found.differences.map(({ stream }) => partOf(String(stream))))
    expect(new Set(waiting)).toEqual(new Set(asleep))
  })
})

/** A payment, its hold and its top-up share this part of their ids. */
const partOf = (id: string): string => id.replace(/^.*?_/, '')

async function sameAs(endingOf: (run: Run) => Ending | null): Promise<void> {
  const books = await bankBalances()
  const wrong = await side(runs, async run => {
    const ending = endingOf(run)
    if (ending === null) return []
    const has = await moneyOf(run, books)
    const should = run.flow.ends[ending]
    return JSON.stringify(has) === JSON.stringify(should) ? [] : [`${run.title}: ${has}, not ${should}`]
  })
  expect(wrong.flat()).toEqual([])
}

const report = async () =>
  (await madang.get(`/api/banking/reconciliation?date=${kit.businessDate}`, kit.operator.token)).body

const GROUPS = ['onlyOurs', 'onlyTheirs', 'amountsDiffer', 'ledgerMissing', 'ledgerOnly', 'ledgerDiffers', 'unresolved']
const found = (body: Record<string, { items: { transferId: string }[] }>) =>
  Object.fromEntries(
    GROUPS.flatMap(name => {
      const ids = body[name]?.items.map(({ transferId }) => transferId).toSorted() ?? []
      return ids.length > 0 ? [[name, ids]] : []
    }),
  )

describe('the bank’s books and ours', () => {
  test('differ in nothing but what the bank has not answered', async () => {
    const unanswered = runs.flatMap(run => (run.unanswered ? [run.unanswered] : [])).toSorted()
    expect(found(await report())).toEqual({ unresolved: unanswered })
  })

  test('agree when operators have resumed what was stuck, and everybody has what they should have', async () => {
    await madang.bank.behave()
    meddler.clear()
    for (const service of ['banking', 'money', 'remittance']) {
      for (const id of (await tasks(service)).keys()) {
        await kit.post(`/api/operations/${service}/sagas/${encodeURIComponent(id)}/resume`, undefined, kit.operator)
      }
    }
    await madang.application.awaitIdle()
    const resumed = ({ outcome, flow, fault }: Run): Ending => {
      if (outcome === 'asleep' || fault === 'the bank never answers') return 'done'
      return outcome === 'stuck' ? (flow.ends.kept ? 'kept' : 'undone') : outcome
    }
    await sameAs(resumed)
    expect(await madang.differences()).toEqual([])
    const body = await report()
    expect([body.agrees, found(body)]).toEqual([true, {}])
    expect(body.matched.count).toBe((await madang.bank.books()).lines.length)
    expect(await ledger('bank:KRW')).toBe((await bankGained()) + kit.deposited)
  })

  test('show exactly the differences that were planted', async () => {
    const { lines } = await madang.bank.books()
    const [missing, other] = lines.flatMap(({ key, amount }) => (key && !key.includes('.') ? [{ key, amount }] : []))
    await madang.bank.plant({ kind: 'missing', key: missing!.key })
    await madang.bank.plant({ kind: 'amount', key: other!.key, amount: other!.amount + 1 })
    await madang.bank.plant({ kind: 'extra', direction: 'in', amount: 777 })
    const body = await report()
    expect(body.agrees).toBe(false)
    expect(found(body)).toEqual({ onlyOurs: [missing!.key], amountsDiffer: [other!.key], onlyTheirs: [null] })
  })
})

const bankGained = async (): Promise<number> =>
  (await madang.bank.books()).lines.reduce(
    (sum, { direction, amount }) => sum + (direction === 'in' ? amount : -amount),
    0,
  )

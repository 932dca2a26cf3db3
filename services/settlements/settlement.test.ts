import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SealedAccount } from '../../contracts/banking.ts'
import {
  settlementCreated,
  settlementFailed,
  settlementPaid,
  settlementTransferring,
} from '../../contracts/settlements.ts'
import type { Command, Decision } from '../../platform/kit/command.ts'
import { isRefusal } from '../../platform/kit/refusal.ts'
import { sagaAggregate } from '../../platform/saga/state.ts'
import { CATCH_UP_DAYS_MAX } from '../../platform/service/daily-job.ts'
import { type Decided, Given } from '../../test/harness/given.ts'
import { type Due, markFailed, markPaid, markTransferring, retry, takeTurn } from './commands.ts'
import { csvOf } from './csv.ts'
import type { Line } from './earnings.ts'
import { dailyRun, isTerminal, openOf, type Run, run, runKey } from './run.ts'
import { attemptBegun, type Settlement, settlement, settlementIdOf, settlementKey } from './settlement.ts'

const DATE = '2026-11-20'
const settlementId = settlementIdOf('frn_1', DATE, 'KRW')
const due = (attempt = 1, businessDate = DATE): Due => ({
  settlementId: settlementIdOf('frn_1', businessDate, 'KRW'),
  franchiseId: 'frn_1',
  merchantId: 'mem_m',
  businessDate,
  currency: 'KRW',
  attempt,
})
const turn = (runId: string, dues: readonly Due[] = [due()], more = false, businessDate = DATE) =>
  takeTurn({ runId, businessDate, due: dues, more })
const claim = { payments: 2, gross: 100_000, fee: 2_500, payout: 97_500 }
const account: SealedAccount = { owner: 'frn_1', bankCode: '004', last4: '6789', sealed: 'sealed' }
const transferring = markTransferring({ settlementId, claim }, account)
const paid = (runId: string | null = 'run_1') => markPaid({ settlementId, runId, bankCode: '004', last4: '6789' })
const failed = (reason = 'account_closed', runId: string | null = 'run_1') =>
  markFailed({ settlementId, runId, reason })

function having(...commands: readonly Command[]): Given {
  // Eleven at night in Seoul.
  const given = new Given([settlement, run, dailyRun.aggregate, sagaAggregate], new Date('2026-11-20T14:00:00Z'))
  for (const command of commands) given.when(command)
  return given
}
const state = (given: Given) => given.state<Settlement>(settlementKey(settlementId))
const runOf = (given: Given, runId = 'run_1') => given.state<Run>(runKey(runId))
const own = ({ said }: Decided) => (typeof said === 'string' ? said : said.filter(type => !type.startsWith('saga.')))
const timersIn = (decision: Decision) => (isRefusal(decision) ? [] : (decision.setTimers ?? []))
const TURN = 'settlements.run-turn-taken'
const ENDED = 'settlements.run-settlement-ended'

describe('a run', () => {
  test.each<[string, readonly Command[], Command, string | readonly string[]]>([
    ['begins what is due', [], turn('run_1'), [TURN, settlementCreated.type, attemptBegun.type]],
    ['leaves what another run has begun', [turn('run_1')], turn('run_2'), [TURN]],
    ['leaves what is with the bank', [turn('run_1'), transferring], turn('run_2'), [TURN]],
    ['leaves what is paid', [turn('run_1'), transferring, paid()], turn('run_2', [due(2)]), [TURN]],
    ['tries again what has failed', [turn('run_1'), failed()], turn('run_2', [due(2)]), [TURN, attemptBegun.type]],
    ['does not try again on old news', [turn('run_1'), failed()], turn('run_2', [due(1)]), [TURN]],
    ['of nothing is written down too', [], turn('run_1', []), [TURN]],
    [
      'of tomorrow is refused',
      [],
      turn('run_1', [due(1, '2026-11-21')], false, '2026-11-21'),
      'business_date_in_future',
    ],
  ])('%s', (_, before, command, said) => expect(own(having(...before).when(command))).toEqual(said))

  test('counts what it began and how that ended', () => {
    const given = having(turn('run_1', [due(), due(1, '2026-11-19')]))
    expect([openOf(runOf(given)), isTerminal(runOf(given))]).toEqual([2, false])
    given.when(failed())
    given.when(markFailed({ settlementId: settlementIdOf('frn_1', '2026-11-19', 'KRW'), runId: 'run_1', reason: 'x' }))
    expect(runOf(given)).toMatchObject({ started: 2, retried: 0, paid: 0, failed: 2 })
    expect(isTerminal(runOf(given))).toBe(true)
  })

  test('that has more to do takes another turn, and is not over before', () => {
    const given = having()
    const { decision } = given.when(turn('run_1', [due()], true))
    const [timer] = timersIn(decision)
    expect(timer).toMatchObject({ input: { runId: 'run_1', businessDate: DATE }, at: given.now })
    given.when(failed())
    expect(isTerminal(runOf(given))).toBe(false)
    given.when(turn('run_1', []))
    expect(isTerminal(runOf(given))).toBe(true)
  })
})

describe('a settlement', () => {
  test.each<[string, readonly Command[], Command, string | readonly string[]]>([
    ['is with the bank', [turn('run_1')], transferring, [settlementTransferring.type]],
    ['is paid', [turn('run_1'), transferring], paid(), [settlementPaid.type, ENDED]],
    ['is paid once', [turn('run_1'), transferring, paid()], paid(), []],
    ['has failed', [turn('run_1'), transferring], failed(), [settlementFailed.type, ENDED]],
    [
      'has failed before the bank was asked',
      [turn('run_1')],
      failed('nothing_to_settle'),
      [settlementFailed.type, ENDED],
    ],
    ['stays paid', [turn('run_1'), transferring, paid()], failed(), []],
    [
      'is not paid out to nowhere',
      [turn('run_1')],
      markTransferring({ settlementId, claim }, null),
      'franchise_unknown',
    ],
    ['is not paid out when nobody began it', [], transferring, 'settlement_not_under_way'],
    ['is retried when it has failed', [turn('run_1'), failed()], retry(due(2)), [attemptBegun.type]],
    ['is not retried twice at once', [turn('run_1'), failed(), retry(due(2))], retry(due(3)), 'settlement_not_failed'],
    ['is not retried while it goes on', [turn('run_1')], retry(due(2)), 'settlement_not_failed'],
    ['is not retried when it is paid', [turn('run_1'), transferring, paid()], retry(due(2)), 'settlement_not_failed'],
    ['that was never made is unknown', [], retry(due()), 'settlement_unknown'],
  ])('%s', (_, before, command, said) => expect(own(having(...before).when(command))).toEqual(said))

  test('retried alone tells no run', () => {
    const given = having(turn('run_1'), failed(), retry(due(2)), transferring)
    expect(own(given.when(paid(null)))).toEqual([settlementPaid.type])
    expect(runOf(given)).toMatchObject({ paid: 0, failed: 1 })
  })

  const transferIds = (...reasons: readonly string[]): (string | null)[] => {
    const given = having()
    return reasons.map((reason, index) => {
      given.when(turn(`run_${index}`, [due(index + 1)]))
      given.when(transferring)
      const { transferId } = state(given)
      given.when(failed(reason, `run_${index}`))
      return transferId
    })
  }

  test('asks the bank under a new name only after the bank has refused', () => {
    const name = (nth: number) => `bkt_20261120-1-krw-${nth}`
    expect(transferIds('account_closed', 'bank_limit_exceeded', 'x')).toEqual([name(1), name(2), name(3)])
    expect(transferIds('internal_fault', 'outcome_unknown', 'account_closed', 'x')).toEqual([
      ...[name(1), name(1), name(1)],
      name(2),
    ])
  })

  test('that found nothing has asked nobody', () => {
    const given = having(turn('run_1'), failed('nothing_to_settle'))
    expect(state(given)).toMatchObject({ status: 'failed', refusedTransfers: 0, transferId: null, payout: 0 })
  })
})

describe('the daily run', () => {
  const at = (now: string) => new Given([dailyRun.aggregate], new Date(now))
  const next = (date: string) => ({ stream: dailyRun.key, type: 'settlements.day-due', data: { next: date } })
  const timersOf = ({ decision }: Decided) =>
    timersIn(decision).map(({ id, at: when }) => `${id} ${when.toISOString()}`)

  test('is at half past eleven at night in Seoul, day after day', () => {
    const given = at('2026-11-20T14:30:00Z').happened(next(DATE))
    expect(timersOf(given.when(dailyRun.runDay({ date: DATE })))).toEqual([
      'run/2026-11-20 2026-11-20T14:30:00.000Z',
      'due/2026-11-21 2026-11-21T14:30:00.000Z',
    ])
    expect(timersOf(given.when(dailyRun.runDay({ date: DATE })))).toEqual([])
  })

  test('catches up the days that were missed, one by one, but not without end', () => {
    const given = at('2026-11-24T01:00:00Z').happened(next(DATE))
    const ran: string[] = []
    for (let date = DATE; date <= '2026-11-23'; ) {
      const [run = '', daily = ''] = timersOf(given.when(dailyRun.runDay({ date })))
      ran.push(run.slice(4, 14))
      date = daily.slice(4, 14)
    }
    expect(ran).toEqual([DATE, '2026-11-21', '2026-11-22', '2026-11-23'])
    const long = at('2027-03-01T01:00:00Z').happened(next(DATE))
    expect(CATCH_UP_DAYS_MAX).toBe(31)
    expect(timersOf(long.when(dailyRun.runDay({ date: DATE })))[0]).toMatch(/^run\/2027-01-29 /)
  })
})

describe('the table for a spreadsheet', () => {
  const line = (more: Partial<Line> = {}): Line => ({
    paymentId: 'pay_1',
    approvedAt: new Date('2026-11-20T14:59:59.900Z'),
    ...{ amount: 15_000, refunded: 5_000, gross: 10_000, fee: 250 },
    ...more,
  })
  const made = state(having(turn('run_1'), transferring))
  const rows = (franchise: string, ...lines: Line[]) => csvOf(made, franchise, lines).split('\r\n')

  test('has a byte order mark, both languages, a row a payment and a total', () => {
    const [header, first, second, total, end] = rows(
      '마당 부산점',
      line(),
      line({ paymentId: 'pay_2', gross: -5, fee: 0 }),
    )
    expect(header).toBe(
      '\uFEFF정산번호 Settlement,영업일 Business date,가맹점 Franchise,결제번호 Payment,승인시각 Approved (KST),' +
        '결제금액 Amount,환불 Refunded,정산금액 Gross,수수료 Fee,지급액 Payout,통화 Currency',
    )
    const start = `${settlementId},2026-11-20,마당 부산점`
    expect(first).toBe(`${start},pay_1,2026-11-20 23:59:59,15000,5000,10000,250,9750,KRW`)
    expect(second).toBe(`${start},pay_2,2026-11-20 23:59:59,15000,5000,-5,0,-5,KRW`)
    expect(total).toBe(`${start},합계 Total,,30000,10000,100000,2500,97500,KRW`)
    expect(end).toBe('')
  })

  test.each([
    ['=1+1', "'=1+1"],
    ['+82', "'+82"],
    ['-2', "'-2"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['  =1', "'  =1"],
    ['\t=1', "'\t=1"],
    ['＝1', "'＝1"],
    ['a=1', 'a=1'],
    ['마당, "본점"', '"마당, ""본점"""'],
    ['=HYPERLINK("x","y")', '"\'=HYPERLINK(""x"",""y"")"'],
    ['two\nlines', '"two\nlines"'],
  ])('a franchise called %j is written %j', (name, written) => {
    expect(rows(name, line())[1]).toContain(`,2026-11-20,${written},pay_1,`)
  })

  test('gives back every name as it was, but for the apostrophe', () => {
    const read = (text: string): string => {
      const [, quoted, plain = ''] = /^(?:"((?:[^"]|"")*)"|([^",\r\n]*)),/.exec(text) ?? []
      return quoted === undefined ? plain : quoted.replaceAll('""', '"')
    }
    fc.assert(
      fc.property(fc.string(), name => {
        const text = csvOf(made, name, [line()]).split(',2026-11-20,')[1] ?? ''
        expect([name, `'${name}`]).toContain(read(text))
      }),
    )
  })
})

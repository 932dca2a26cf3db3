/** Three times more than it can do, for a while: who is turned away learns so at once, and then all is as before. */
import { NO_ANSWER, NOT_SENT } from '../driver/measured.ts'
import type { LoadResult } from '../load-run.ts'
import { watchMemory } from '../machine/memory-watch.ts'
import { makeWallets } from './money.ts'
import { atLeast, atMost, below, type Goal, ratioOf, row, type Scenario } from './scenario.ts'

const TIMES = 3
/** The overload lasts this many times `--seconds`: 30 s of 10. */
const LASTS = 3
/** More than may wait at the server; each has one request under way. */
const CONNECTIONS = 8_000
/** A client that finds no free connection for so long gives up; it never burdened the server. */
const GIVE_UP_MS = 1_000
const AT_ONCE_MS = 500
const TIME_OUT_MS = 10_000
const MIB = 1024 ** 2

export const overload: Scenario = {
  name: 'overload',
  summary: 'transfers at 3 times their maximum over 8,000 connections, for 30 s, and the maximum before and after',

  async run(stage) {
    const { plan, differences } = await makeWallets(stage)
    const server = await stage.serve()
    const before = await stage.calmly(() => stage.load(server, { ...plan, label: 'maximum before' }))
    const memory = watchMemory(server.pid)
    const over = await stage.load(server, {
      ...plan,
      label: '3 × the maximum',
      expected: [...plan.expected, '503 overloaded', NOT_SENT],
      rate: before.perSecond * TIMES,
      connections: Math.min(CONNECTIONS, stage.options.connections * 64),
      giveUp_ms: GIVE_UP_MS,
      seconds: stage.options.seconds * LASTS,
      warmup_s: 0,
    })
    const during = memory.stop()
    const after = await stage.calmly(() => stage.load(server, { ...plan, label: 'maximum after' }))
    const verified = await stage.verify(server, differences(stage.loads))
    return { rows: rowsOf(before, over, after, during), loads: stage.loads, verified, notes: [note] }
  },
}

const note = `Each connection has one request under way, as a client's has. Requests that found no free connection for
${GIVE_UP_MS} ms were not sent; they are counted, and are no time-outs. Answers with 503 count from sending, all others from the
planned moment.`

const none = (count: number): Goal => ({ text: 'none', reached: count === 0 })

function rowsOf(before: LoadResult, over: LoadResult, after: LoadResult, during: readonly number[]) {
  const recovered = ratioOf('before', after.perSecond, before.perSecond)
  const mib = (load: LoadResult) => (load.memory.server.pss ?? 0) / MIB
  const { early, late } = earlyAndLate(during)
  const grown = ratioOf('second quarter', late, early)
  const count = (has: (kind: string) => boolean) =>
    Object.entries(over.answers).reduce((sum, [kind, number]) => (has(kind) ? sum + number : sum), 0)
  const away = count(kind => kind.startsWith('503'))
  const unsaid = count(kind => kind.includes('without Retry-After'))
  const unanswered = count(kind => kind === NO_ANSWER || kind.startsWith('504'))
  const away_ms = over.turnedAway?.p95_ms ?? Number.NaN
  const slowest_ms = Math.max(over.latency.max_ms, over.turnedAway?.max_ms ?? 0)
  return [
    row('turned away with 503', away, '', { goal: { text: 'some', reached: away > 0 } }),
    row('503 without Retry-After', unsaid, '', { goal: none(unsaid) }),
    row('503 answered, p95', away_ms, 'ms', { goal: below(AT_ONCE_MS, away_ms, ' ms') }),
    row('timed out or not answered', unanswered, '', { goal: none(unanswered) }),
    row('slowest answer', slowest_ms, 'ms', { goal: below(TIME_OUT_MS, slowest_ms, ' ms') }),
    row('not sent for want of a connection', over.answers[NOT_SENT] ?? 0, ''),
    row('accepted meanwhile', over.perSecond, '/s', { ratio: ratioOf('before', over.perSecond, before.perSecond) }),
    row('maximum afterwards', after.perSecond, '/s', {
      ratio: recovered,
      goal: atLeast(0.9, recovered.value, ' × before'),
    }),
    row('memory of the server, last quarter', late / MIB, 'MiB', {
      ratio: grown,
      goal: atMost(1.1, grown.value, ' × second quarter'),
    }),
    row('memory of the server before', mib(before), 'MiB'),
    row('memory of the server afterwards', mib(after), 'MiB'),
  ]
}

/** The most of the second quarter and of the last: in the first, buffers for the connections are still being made. */
function earlyAndLate(seen: readonly number[]): { early: number; late: number } {
  const quarter = Math.floor(seen.length / 4)
  return { early: Math.max(...seen.slice(quarter, quarter * 2)), late: Math.max(...seen.slice(-quarter)) }
}

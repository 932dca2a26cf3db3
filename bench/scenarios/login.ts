/** Log-ins hash passwords, which is meant to be slow: what does that do to the latency of the others? */
import type { LoadResult } from '../load-run.ts'
import { inTurns, medianOf } from '../turns.ts'
import { p95Of } from './at-maximum.ts'
import { makeWallets } from './money.ts'
import { below, row, type Scenario } from './scenario.ts'

/** The others come at this share of what the server could do for them alone. */
const OTHERS_SHARE = 0.35
/** Enough that a hash always waits, and few enough that none is turned away. */
const LOG_INS_AT_ONCE = 24

export const login: Scenario = {
  name: 'login',
  summary: 'transfers at 35 % of their maximum, without and with log-ins (argon2id) as fast as they are answered',

  async run(stage) {
    const { members, plan, differences } = await makeWallets(stage)
    const server = await stage.serve()
    const maximum = await stage.calmly(() => stage.load(server, { ...plan, label: 'maximum of transfers' }))
    const rate = stage.options.rate ?? Math.max(1, maximum.perSecond * OTHERS_SHARE)
    const alone: LoadResult[] = []
    const emails = members.all.map(({ email }) => email)
    const logInPlan = {
      label: 'log-ins',
      requests: () => ({ kind: 'logIns', input: { emails, password: members.password } }) as const,
      expected: ['200'],
      connections: LOG_INS_AT_ONCE,
    }
    const turns = await inTurns(
      stage.options.turns,
      async () => {
        const load = await stage.calmly(() => stage.load(server, { ...plan, label: 'transfers alone', rate }))
        alone.push(load)
        return p95Of([load])
      },
      async () =>
        stage.calmly(() =>
          Promise.all([
            stage.load(server, { ...plan, label: 'transfers beside log-ins', rate }),
            stage.load(server, logInPlan),
          ]),
        ),
    )
    const beside = turns.map(({ value: [transfers] }) => transfers)
    const logIns = turns.map(({ value: [, logIns] }) => logIns)
    const verified = await stage.verify(
      server,
      differences(stage.loads.filter(({ label }) => label !== logInPlan.label)),
    )
    const ratio = medianOf(turns, ({ value: [transfers], beside: other }) => p95Of([transfers]) / other)
    return {
      rows: [
        row('p95 of transfers beside log-ins', p95Of(beside), 'ms', {
          ratio: { of: 'alone', value: ratio },
          goal: below(2, ratio, ' × alone'),
        }),
        row('p95 of transfers alone', p95Of(alone), 'ms'),
        row(
          'log-ins',
          medianOf(logIns, ({ perSecond }) => perSecond),
          '/s',
        ),
      ],
      loads: stage.loads,
      verified,
      notes: [
        `Each load with log-ins stands between two without. The p95s are medians; the ratio is the median of the turns, each to the mean
of the two beside it.`,
      ],
    }
  },
}

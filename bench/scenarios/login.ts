/** Log-ins hash passwords, which is meant to be slow: what do the others feel of it? */
import { makeWallets } from './money.ts'
import { below, ratioOf, row, type Scenario } from './scenario.ts'

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
    const maximum = await stage.load(server, { ...plan, label: 'maximum of transfers' })
    const rate = stage.options.rate ?? Math.max(1, maximum.perSecond * OTHERS_SHARE)
    const alone = await stage.load(server, { ...plan, label: 'transfers alone', rate })
    const emails = members.all.map(({ email }) => email)
    const [beside, logIns] = await Promise.all([
      stage.load(server, { ...plan, label: 'transfers beside log-ins', rate }),
      stage.load(server, {
        label: 'log-ins',
        requests: () => ({ kind: 'logIns', input: { emails, password: members.password } }),
        expected: ['200'],
        connections: LOG_INS_AT_ONCE,
      }),
    ])
    const verified = await stage.verify(server, differences([maximum, alone, beside]))
    const ratio = ratioOf('alone', beside.latency.p95_ms, alone.latency.p95_ms)
    return {
      rows: [
        row('p95 of transfers beside log-ins', beside.latency.p95_ms, 'ms', {
          ratio,
          goal: below(2, ratio.value, ' × alone'),
        }),
        row('p95 of transfers alone', alone.latency.p95_ms, 'ms'),
        row('log-ins', logIns.perSecond, '/s'),
      ],
      loads: [maximum, alone, beside, logIns],
      verified,
    }
  },
}

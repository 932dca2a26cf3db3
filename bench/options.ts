/** The command line of the bench. */
import { parseArgs } from 'node:util'
import { scenarios } from './scenarios/index.ts'
import type { Scenario } from './scenarios/scenario.ts'

export interface BenchOptions {
  readonly scenario: Scenario
  readonly seconds: number
  readonly warmup_s: number
  readonly connections: number
  readonly wallets: number
  /** Requests a second in an open loop; null is the closed loop. */
  readonly rate: number | null
  /** Kept after the run; null is a temporary one. */
  readonly dataDirectory: string | null
  readonly profile: boolean
}

export const USAGE = `madang bench NAME

${scenarios.map(({ name, summary }) => `  ${name.padEnd(18)} ${summary}`).join('\n')}

  --seconds 10       how long is measured
  --warmup 3         seconds before that
  --connections 128  one request under way on each
  --wallets 10000    members who take part
  --rate N           requests a second, whether the server keeps up or not; without it as many as it answers
  --data DIR         keep the database in DIR
  --profile          write a CPU profile of the server
`

export function readOptions(args: readonly string[]): BenchOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      seconds: { type: 'string', default: '10' },
      warmup: { type: 'string', default: '3' },
      connections: { type: 'string', default: '128' },
      wallets: { type: 'string', default: '10000' },
      rate: { type: 'string' },
      data: { type: 'string' },
      profile: { type: 'boolean', default: false },
    },
  })
  const scenario = scenarios.find(({ name }) => name === positionals[0])
  if (!scenario || positionals.length > 1) throw new Error(USAGE)
  return {
    scenario,
    seconds: numberOf('seconds', values.seconds, 1),
    warmup_s: numberOf('warmup', values.warmup, 0),
    connections: numberOf('connections', values.connections, 1),
    wallets: numberOf('wallets', values.wallets, 1),
    rate: values.rate === undefined ? null : numberOf('rate', values.rate, 1),
    dataDirectory: values.data ?? null,
    profile: values.profile,
  }
}

function numberOf(name: string, text: string, min: number): number {
  const value = Number(text)
  if (text === '' || !Number.isInteger(value) || value < min) {
    throw new Error(`--${name} is "${text}": give a whole number from ${min}`)
  }
  return value
}

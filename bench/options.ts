/** The command line of the bench. */
import { parseArgs } from 'node:util'
import type { RunOptions } from './run-options.ts'
import { scenarios } from './scenarios/index.ts'
import type { Scenario } from './scenarios/scenario.ts'

export interface BenchOptions extends RunOptions {
  readonly scenarios: readonly Scenario[]
}

export const USAGE = `madang bench [NAME …]: these scenarios, or all of them

${scenarios.map(({ name, summary }) => `  ${name.padEnd(18)} ${summary}`).join('\n')}

  --seconds 10       how long each load is measured
  --warmup 5         seconds before that
  --turns 3          how often a maximum and the rate below it are measured, in turns with what they
                     are compared with; the median counts
  --again 3          how often something is measured again at most, where the host of a virtual machine
                     took more than 2 % of its processors meanwhile
  --connections 128  one request under way on each
  --wallets 10000    members who take part
  --rate N           one load of N requests a second, whether the server keeps up or not,
                     in place of as many as it answers and then 70 % of that
  --transfers N      how many the scenario start makes (1,000,000)
  --growth-max N     the longest history of the scenario growth (10,000,000 transfers)
  --data DIR         keep the databases in DIR
  --report DIR       write the report there, not to bench/reports/DATE-COMMIT
  --profile          profile the server's CPU, and add flame graphs to the report
`

const text = (value: string) => ({ type: 'string', default: value }) as const

export function readOptions(args: readonly string[]): BenchOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      seconds: text('10'),
      warmup: text('5'),
      turns: text('3'),
      again: text('3'),
      connections: text('128'),
      wallets: text('10000'),
      transfers: text('1000000'),
      'growth-max': text('10000000'),
      rate: { type: 'string' },
      data: { type: 'string' },
      report: { type: 'string' },
      profile: { type: 'boolean', default: false },
    },
  })
  return {
    scenarios: positionals.length === 0 ? scenarios : positionals.map(named),
    seconds: numberOf('seconds', values.seconds, 1),
    warmup_s: numberOf('warmup', values.warmup, 0),
    turns: numberOf('turns', values.turns, 1),
    again: numberOf('again', values.again, 0),
    connections: numberOf('connections', values.connections, 1),
    wallets: numberOf('wallets', values.wallets, 1),
    rate: values.rate === undefined ? null : numberOf('rate', values.rate, 1),
    transfers: numberOf('transfers', values.transfers, 4),
    growthMax: numberOf('growth-max', values['growth-max'], 1),
    dataDirectory: values.data ?? null,
    reportDirectory: values.report ?? null,
    profile: values.profile,
  }
}

function named(name: string): Scenario {
  const scenario = scenarios.find(each => each.name === name)
  if (!scenario) throw new Error(USAGE)
  return scenario
}

function numberOf(name: string, given: string, min: number): number {
  const value = Number(given)
  if (given === '' || !Number.isInteger(value) || value < min) {
    throw new Error(`--${name} is "${given}": give a whole number from ${min}`)
  }
  return value
}

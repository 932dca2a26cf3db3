/** The figures of a run as text. */

import { type Cost, costsOf } from './costs.ts'
import { commitText, machineText } from './machine/machine.ts'
import type { Memory } from './machine/processes.ts'
import { batchesBetween } from './machine/server-metrics.ts'
import type { RunReport } from './run.ts'

const MIB = 1024 ** 2

/** Nothing differs and nothing unexpected was answered, and there was something to measure. */
export const isSound = ({ measured, errors, verified }: RunReport): boolean =>
  measured.answered > 0 && errors.size === 0 && verified.differences.length === 0

const whole = (value: number): string => Math.round(value).toLocaleString('en-US')
const line = (name: string, ...parts: readonly string[]): string => `${name.padEnd(12)}${parts.join('   ')}`

export function reportText(report: RunReport): string {
  const { options, postgres, profileDirectory } = report
  return `${[
    '',
    `${options.scenario.name}: ${options.scenario.summary}`,
    '',
    line('machine', machineText()),
    line('versions', `node ${process.version}`, `PostgreSQL ${postgres.version}`, `commit ${commitText()}`),
    line(
      'database',
      postgres.durability,
      ...(options.dataDirectory === null ? [] : [`kept in ${options.dataDirectory}`]),
    ),
    line('setup', `${whole(options.wallets)} wallets in ${report.setup_s.toFixed(1)} s`),
    line(
      'load',
      loopText(report),
      `${options.connections} connections`,
      `${options.warmup_s} s warm-up, ${options.seconds} s measured`,
    ),
    '',
    ...answers(report),
    ...batches(report),
    '',
    ...costTable(report),
    '',
    ...checks(report),
    ...(profileDirectory === null ? [] : [line('profile', profileDirectory)]),
    '',
  ].join('\n')}\n`
}

const loopText = ({ options: { rate } }: RunReport): string =>
  rate === null ? 'closed loop' : `open loop, ${whole(rate)} planned per second`

function answers({ measured, errors }: RunReport): string[] {
  const { latency_us, perSecond } = measured
  const ms = (share: number) => `p${share} ${(latency_us.getValueAtPercentile(share) / 1000).toFixed(2)} ms`
  const kinds = (of: ReadonlyMap<string, number>) => [...of].map(([kind, count]) => `${kind} × ${whole(count)}`)
  const slowest = whole(Math.min(...perSecond))
  return [
    line('rate', `${whole(measured.answered / measured.seconds)} per second`, `slowest second ${slowest}`),
    line('latency', ms(50), ms(95), ms(99), `max ${(latency_us.maxValue / 1000).toFixed(2)} ms`),
    line('answers', ...kinds(measured.kinds)),
    line('errors', ...(errors.size === 0 ? ['none'] : kinds(errors))),
  ]
}

function batches({ moments: [first, last], measured: { seconds } }: RunReport): string[] {
  if (!first || !last) return []
  return batchesBetween(first.batches, last.batches).map(({ service, count, commands, seconds: busy_s }) => {
    const each = `${(commands / count).toFixed(1)} commands and ${((busy_s / count) * 1000).toFixed(2)} ms each`
    return line('batches', `${service} ${whole(count / seconds)} per second of ${each}`)
  })
}

function costTable(report: RunReport): string[] {
  const { server, postgres, driver } = report.memory
  const memory: Readonly<Record<string, Memory>> = { server, postgres, driver }
  const { costs, wal } = costsOf(report)
  const row = (...cells: readonly string[]) =>
    cells.map((cell, at) => (at === 0 ? cell.padEnd(34) : cell.padStart(12))).join('')
  const mib = (bytes: number | null | undefined) => (bytes == null ? '' : (bytes / MIB).toFixed(0))
  const rows = costs.map(({ name, part, cpu_s, cores, perRequest_us }: Cost) =>
    row(
      part ? `  ${name}` : name,
      cpu_s.toFixed(2),
      cores.toFixed(2),
      perRequest_us.toFixed(1),
      ...(part ? [] : [mib(memory[name]?.rss), mib(memory[name]?.pss)]),
    ),
  )
  const head = row('', 'CPU s', 'cores', 'µs/request', 'RSS MiB', 'PSS MiB')
  return [
    head,
    ...rows,
    `write-ahead log: ${whole(wal.perRequest)} bytes/request, ${(wal.perSecond / MIB).toFixed(1)} MiB/s`,
  ]
}

function checks({ verified, options }: RunReport): string[] {
  const count = `${verified.checks} checks of the house, and those of ${options.scenario.name}`
  if (verified.differences.length === 0) return [line('checks', `${count}: no differences`)]
  return [
    line('checks', `${count}: ${verified.differences.length} DIFFERENCES`),
    ...verified.differences.map(text => `  ${text}`),
  ]
}

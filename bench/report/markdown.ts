/** The report as Markdown, with columns that also line up in a terminal. */
import type { Latency } from '../latency.ts'
import type { Counts, LoadResult } from '../load-run.ts'
import type { Memory } from '../machine/processes.ts'
import type { Ratio, Row } from '../scenarios/scenario.ts'
import type { Report, ScenarioResult } from './report.ts'

const MIB = 1024 ** 2

export function reportMarkdown(report: Report): string {
  const { date, commit, machine, versions, results } = report
  const goals = results.flatMap(({ rows }) => rows).filter(({ goal }) => goal !== null)
  const reached = goals.filter(({ goal }) => goal?.reached).length
  return blocks([
    `# Measured on ${date}, commit ${commit}`,
    list([machine, versions, ...new Set(results.flatMap(durabilityOf)), ...new Set(results.map(baselineText))]),
    `${reached} of ${goals.length} goals reached. How it is measured: [docs/performance](../../../docs/performance/README.md).`,
    '## All rows',
    rowTable(results),
    'Plots and the figures of every load are written to `raw/` beside this file, which is not committed.',
    ...results.map(result => scenarioMarkdown(result)),
  ])
}

/** One scenario, also what the terminal shows of it. */
export function scenarioMarkdown(result: ScenarioResult): string {
  const { name, summary, loads, notes, flame, command, took_s, fault } = result
  return blocks([
    `## ${name}`,
    `${summary}.`,
    ...(fault === null ? [] : [`**It could not be played to the end: ${fault}**`]),
    ...(result.rows.length === 0 ? [] : [rowTable([result])]),
    ...(loads.length === 0 ? [] : [loadTable(loads), costTable(loads)]),
    ...notes.map(note => note.replaceAll(/\s+/g, ' ')),
    ...(fault === null ? [checksText(result)] : []),
    ...(flame === null
      ? []
      : [`Where the server's time went: \`${flame}\`. It was profiled: rates are a little lower.`]),
    `Again: \`${command}\` (took ${took_s.toFixed(0)} s).`,
  ])
}

const blocks = (parts: readonly string[]): string => `${parts.join('\n\n')}\n`
const list = (items: readonly string[]): string => items.map(item => `- ${item}`).join('\n')

const durabilityOf = ({ loads }: ScenarioResult): string[] => loads.slice(0, 1).map(load => load.postgres.durability)

const baselineText = ({ baseline }: ScenarioResult): string =>
  baseline === null ? 'no baseline' : `baseline ${whole(baseline.perSecond)}/s: ${baseline.by}`

const whole = (value: number): string => Math.round(value).toLocaleString('en-US')

const isNothing = (value: number | null): boolean => value === null || Number.isNaN(value)

/** Three digits that count. */
const figure = (value: number): string =>
  isNothing(value) ? '–' : Math.abs(value) >= 100 || Number.isInteger(value) ? whole(value) : value.toPrecision(3)

function rowTable(results: readonly ScenarioResult[]): string {
  const cells = results.flatMap(({ name, rows }) => rows.map(row => rowCells(name, row)))
  return table(['× baseline', '× other', 'goal', 'reached', 'scenario', 'what', 'value'], cells, 'rr----r')
}

function rowCells(name: string, { what, value, unit, ratio, goal }: Row): string[] {
  const isBaseline = ratio?.of === 'baseline'
  const times = (of: Ratio) => (isNothing(of.value) ? '–' : of.value.toFixed(2))
  return [
    ratio && isBaseline ? times(ratio) : '',
    ratio && !isBaseline ? `${times(ratio)} (${ratio.of})` : '',
    goal?.text ?? '',
    goal === null ? '' : goal.reached ? 'yes' : '**no**',
    name,
    what,
    `${figure(value)}${unit && ` ${unit}`}`.replace(' /s', '/s'),
  ]
}

function loadTable(loads: readonly LoadResult[]): string {
  const cells = loads.flatMap(load => [
    loadCells(
      labelOf(load),
      load.perSecond,
      load.slowestSecond,
      load.latency,
      countsText({ ...load.answers, ...load.errors }),
      stolenText(load),
    ),
    ...(load.turnedAway ? [loadCells('… turned away', null, null, load.turnedAway, '')] : []),
    ...(load.tail
      ? [
          loadCells(
            '… until its end',
            load.tail.perSecond,
            load.tail.slowestSecond,
            load.tail.latency,
            countsText(load.tail.kinds),
          ),
        ]
      : []),
  ])
  const head = [
    'load',
    'per second',
    'slowest second',
    'p50 ms',
    'p95',
    'p99',
    'p99.9',
    'max',
    'stolen',
    'answers by code',
  ]
  const loops = loads.map(load => {
    const { loop, connections, warmup_s, seconds } = load
    return `${labelOf(load)}: ${loop}, ${whole(connections)} connections, ${warmup_s} s warm-up, ${figure(seconds)} s measured`
  })
  return `${table(head, cells, '-rrrrrrrr-')}\n\n${list(loops)}`
}

const labelOf = ({ label, setAside }: LoadResult): string => (setAside ? `${label}, set aside` : label)

/** Of all processors, by the host. */
const stolenText = ({ stolen }: LoadResult): string => (isNothing(stolen) ? '–' : `${(stolen! * 100).toFixed(1)} %`)

function loadCells(
  label: string,
  rate: number | null,
  slowest: number | null,
  latency: Latency,
  kinds: string,
  stolen = '',
) {
  const { p50_ms, p95_ms, p99_ms, p999_ms, max_ms } = latency
  const rates = [rate, slowest].map(value => (value === null ? '' : whole(value)))
  return [
    label,
    ...rates,
    ...[p50_ms, p95_ms, p99_ms, p999_ms, max_ms].map(ms => (isNothing(ms) ? '–' : ms.toFixed(1))),
    stolen,
    kinds,
  ]
}

const countsText = (counts: Counts): string =>
  Object.entries(counts)
    .map(([kind, count]) => `${kind} × ${whole(count)}`)
    .join(', ')

function costTable(loads: readonly LoadResult[]): string {
  const mib = (bytes: number | null): string => (bytes === null ? '' : (bytes / MIB).toFixed(0))
  const cells = loads.flatMap(load => {
    const {
      costs: { costs, wal },
      memory,
      batches,
    } = load
    const memories: Readonly<Record<string, Memory>> = memory
    const parts = costs.map(({ name, part, cores, perRequest_us }) => {
      const own = part ? undefined : memories[name]
      const cost = [cores.toFixed(2), perRequest_us.toFixed(1)]
      return [part ? `· ${name}` : name, ...cost, mib(own?.rss ?? null), mib(own?.pss ?? null)]
    })
    const written = `${labelOf(load)}: ${whole(wal.perRequest)} B log/request, ${(wal.perSecond / MIB).toFixed(1)} MiB/s`
    const sizes = batches.map(({ service, count, commands }) => `${service} ${(commands / count).toFixed(1)}`)
    return [[`**${written}**; commands in a batch: ${sizes.join(', ')}`, '', '', '', ''], ...parts]
  })
  return table(['CPU and memory', 'cores', 'µs/request', 'RSS MiB', 'PSS MiB'], cells, '-rrrr')
}

function checksText({ verified: { checks, differences }, name }: ScenarioResult): string {
  const what = `${checks} checks of the application, and those of ${name}`
  if (differences.length === 0) return `${what}: no differences.`
  return blocks([`**${what}: ${differences.length} DIFFERENCES**`, list(differences.slice(0, 20))]).trimEnd()
}

/** `aligned` has a sign for each column: `r` for figures. */
function table(head: readonly string[], rows: readonly (readonly string[])[], aligned: string): string {
  const widths = head.map((text, at) => Math.max(text.length, 3, ...rows.map(cells => (cells[at] ?? '').length)))
  // One long cell must not stretch all others.
  const printedWidths = widths.map(width => Math.min(width, 60))
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, at) => (aligned[at] === 'r' ? cell.padStart(printedWidths[at]!) : cell.padEnd(printedWidths[at]!))).join(' | ')} |`
  const rule = printedWidths.map((width, at) => (aligned[at] === 'r' ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width)))
  return [line(head), line(rule), ...rows.map(line)].join('\n')
}

/** What the server under load says of itself at `/metrics`: its batches, by service. */

export interface Batches {
  readonly service: string
  readonly count: number
  readonly commands: number
  readonly seconds: number
}

const sample = /^madang_batch_(commands|seconds)_(sum|count)\{service="([^"]+)"\} (\S+)$/gm

export async function batchesAt(address: string): Promise<Batches[]> {
  const text = await (await fetch(`${address}/metrics`)).text()
  const found = new Map<string, { count: number; commands: number; seconds: number }>()
  for (const [, what, kind, service = '', value] of text.matchAll(sample)) {
    const batches = found.get(service) ?? { count: 0, commands: 0, seconds: 0 }
    found.set(service, batches)
    if (kind === 'count') batches.count = Number(value)
    else batches[what === 'commands' ? 'commands' : 'seconds'] = Number(value)
  }
  return [...found].map(([service, batches]) => ({ service, ...batches }))
}

/** What was committed between two looks, by services that committed anything. */
export function batchesBetween(before: readonly Batches[], after: readonly Batches[]): Batches[] {
  const between = after.map(({ service, count, commands, seconds }) => {
    const first = before.find(batches => batches.service === service) ?? { count: 0, commands: 0, seconds: 0 }
    return {
      service,
      count: count - first.count,
      commands: commands - first.commands,
      seconds: seconds - first.seconds,
    }
  })
  return between.filter(({ count }) => count > 0)
}

/** The topology for people: as text, and as a Mermaid flowchart. */
import type { ConsumerTopology, ServiceTopology, Topology } from './topology.ts'

/** `orders.products` of `orders` is `products`. */
const shortNames = ({ service, handlers, projections }: ConsumerTopology): string[] => [
  ...handlers.map(name => name.slice(service.length + 1)),
  ...projections.map(name => `${name.slice(service.length + 1)} (read model)`),
]

const indented = (lines: readonly string[]): string[] => lines.map(line => `  ${line}`)

/** Two columns, the first as wide as its longest entry. */
function table(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(0, ...rows.map(([first]) => first.length))
  return rows.map(([first, second]) => `${first.padEnd(width)}  ${second}`.trimEnd())
}

function serviceLines({ name, sagas, timers }: ServiceTopology, consumers: readonly ConsumerTopology[]): string[] {
  const own = consumers.filter(({ service }) => service === name)
  return [
    '',
    name,
    ...indented(table(own.map(consumer => [`from ${consumer.source}`, shortNames(consumer).join(', ')] as const))),
    ...indented(
      table(
        sagas.map(
          ({ name: saga, asks, steps }) => [`saga ${saga}`, `asks ${asks.join(', ')}: ${steps.join(', ')}`] as const,
        ),
      ),
    ),
    ...(timers.length > 0 ? [`  timers may become ${timers.join(', ')}`] : []),
  ]
}

export function topologyText({ services, consumers, connections }: Topology): string {
  const handlers = consumers.flatMap(shortNames).length
  const sagas = services.flatMap(service => service.sagas).length
  const total = connections.reduce((sum, { max }) => sum + max, 0)
  return [
    `${services.length} services, ${consumers.length} consumers with ${handlers} handlers, ${sagas} sagas`,
    ...services.flatMap(service => serviceLines(service, consumers)),
    '',
    `connections of a process, at most ${total}`,
    ...indented(table(connections.map(({ purpose, max }) => [purpose, String(max)] as const))),
    '',
  ].join('\n')
}

/** An arrow from each source to who consumes it, with the handlers on it. */
export function topologyMermaid({ services, consumers }: Topology): string {
  const idOf = (name: string) => name.replaceAll('-', '_')
  return [
    'flowchart LR',
    ...services.map(({ name }) => `  ${idOf(name)}["${name}"]`),
    ...consumers.map(
      consumer => `  ${idOf(consumer.source)} -->|"${shortNames(consumer).join('<br>')}"| ${idOf(consumer.service)}`,
    ),
    '',
  ].join('\n')
}

import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { services } from '../main/services.ts'
import { topologyOf } from '../platform/runtime/topology.ts'
import { shop, stock } from './core/sample.ts'
import { openTestApplication } from './harness/application.ts'

const CONNECTIONS_OF_25_SERVICES_MAX = 60

const directory = mkdtempSync(join(tmpdir(), 'madang-topology-'))
afterAll(() => rmSync(directory, { recursive: true }))

const call = {
  perform: async () => ({ kind: 'done', result: null }) as const,
  ask: async () => ({ kind: 'absent' }) as const,
}

/** In a folder where there is no database, and none may be made. */
function madang(...args: readonly string[]) {
  const file = fileURLToPath(new URL('../bin/madang.mjs', import.meta.url))
  const data = join(directory, 'data')
  const env = { ...process.env, DATABASE_URL: '', MADANG_DATA: data }
  const { stdout, stderr, status } = spawnSync(process.execPath, [file, ...args], { env, encoding: 'utf8' })
  expect(existsSync(data)).toBe(false)
  return { stdout, stderr, status }
}

test('the topology that is declared is the one that runs', async () => {
  const definitions = [stock, shop(call)]
  const opened = await openTestApplication({ services: definitions, loops: false })
  try {
    const running = [...opened.application.services.values()].flatMap(({ definition, consumers }) =>
      consumers.map(({ source, handlers }) => ({ service: definition.name, source, handlers })),
    )
    const declared = topologyOf(definitions).consumers.map(({ service, source, handlers, projections }) => ({
      service,
      source,
      handlers: [...handlers, ...projections],
    }))
    expect(declared).toEqual(running)
    expect(declared).toEqual([
      { service: 'stock', source: 'shop', handlers: ['stock.commands'] },
      { service: 'shop', source: 'stock', handlers: ['shop.replies', 'shop.follows-stock'] },
      { service: 'shop', source: 'shop', handlers: ['shop.commands', 'shop.replies'] },
    ])
  } finally {
    await opened.close()
  }
})

test('every reaction and projection of the product is handled, in one consumer of its source', () => {
  const { consumers } = topologyOf(services)
  const pairs = consumers.map(({ service, source }) => `${service} from ${source}`)
  expect(new Set(pairs).size).toBe(pairs.length)
  for (const { name, reactions = [], projections = [] } of services) {
    for (const { name: handler, from } of [...reactions, ...projections]) {
      const consumer = consumers.find(({ service, source }) => service === name && source === from)
      expect([...(consumer?.handlers ?? []), ...(consumer?.projections ?? [])]).toContain(`${name}.${handler}`)
    }
  }
})

test('whoever a saga asks listens to it, and it to the answers', () => {
  const { consumers } = topologyOf(services)
  const listens = (service: string, source: string, handler: string) =>
    consumers.some(each => each.service === service && each.source === source && each.handlers.includes(handler))
  for (const { name, sagas = [] } of services) {
    for (const target of sagas.flatMap(({ asks }) => asks)) {
      expect([target, name, listens(target, name, `${target}.commands`)]).toEqual([target, name, true])
      expect([name, target, listens(name, target, `${name}.replies`)]).toEqual([name, target, true])
    }
  }
})

test('the connections of 25 services are within their limit', () => {
  const more = Array.from({ length: 25 - services.length }, (_, nth) => ({ ...stock, name: `more-${nth}` }))
  const { connections } = topologyOf([...services, ...more])
  const total = connections.reduce((sum, { max }) => sum + max, 0)
  expect(total).toBeLessThanOrEqual(CONNECTIONS_OF_25_SERVICES_MAX)
})

test('it is printed as text, without a database', () => {
  const { stdout, status } = madang('topology')
  expect(status).toBe(0)
  const { consumers } = topologyOf(services)
  expect(stdout).toMatch(
    new RegExp(`^${services.length} services, ${consumers.length} consumers with \\d+ handlers, \\d+ sagas\n`),
  )
  expect(stdout).toMatch(/^cart\n(?: {2}.*\n)*? {2}from catalog +product-copies \(read model\)$/m)
  expect(stdout).toMatch(/^orders\n(?: {2}.*\n)*? {2}saga checkout +asks .*catalog.*: send reserve-stock, /m)
  expect(stdout).toMatch(/^connections of a process, at most \d+\n {2}pages and lists +\d+$/m)
})

test('and as a flowchart that Mermaid draws', () => {
  const { stdout, status } = madang('topology', '--mermaid')
  expect(status).toBe(0)
  const [head, ...lines] = stdout.trimEnd().split('\n')
  expect(head).toBe('flowchart LR')
  const nodes = lines.filter(line => /^ {2}\w+\["[\w-]+"\]$/.test(line))
  const arrows = lines.filter(line => /^ {2}\w+ -->\|"[^"|]+"\| \w+$/.test(line))
  const { consumers } = topologyOf(services)
  expect([nodes.length, arrows.length, lines.length]).toEqual([
    services.length,
    consumers.length,
    services.length + consumers.length,
  ])
})

test('anything else that is requested of it is refused', () => {
  const { stderr, status } = madang('topology', '--drawn')
  expect([status, stderr]).toEqual([2, expect.stringContaining('has no option --drawn')])
})

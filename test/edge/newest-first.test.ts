/** Every list that is paged has the newest first, whole and without repetition, while more is added to it. */
import { afterAll, describe, expect, test } from 'vitest'
import { CLOSED, type Listed, listsOf } from './inserts.ts'
import { cases, type Operation, operationsOf, parametersIn, readDocument, urlOf } from './operations.ts'
import { openWorld } from './world.ts'

const world = await openWorld()
const { madang } = world
const paged = operationsOf(await readDocument(madang)).filter(operation =>
  parametersIn(operation, 'query').some(({ name }) => name === 'cursor'),
)
const lists = listsOf(world)
afterAll(() => madang.close())

const BEFORE = 5
const PAGES_MAX = 200
let inserted = 0

interface Page {
  readonly items: readonly unknown[]
  readonly nextCursor: string | null
}

async function pageOf(operation: Operation, list: Listed, page: Readonly<Record<string, string>>): Promise<Page> {
  const path = Object.entries(list.path ?? {}).map(([name, id]) => [name, encodeURIComponent(id)])
  const url = urlOf(operation, Object.fromEntries(path), { ...list.query, ...page })
  const { status, body } = await madang.get(url, list.token)
  expect([url, status]).toEqual([url, 200])
  return body
}

/** One after another, and known to the list. */
async function insert({ insert: one }: Listed, count: number): Promise<unknown[]> {
  const names: unknown[] = []
  for (let left = count; left > 0; left -= 1) {
    inserted += 1
    names.push(await one(inserted))
  }
  await madang.application.awaitIdle()
  return names
}

/** All pages, with `between` done after each. */
async function walk(operation: Operation, list: Listed, between: () => Promise<unknown>): Promise<unknown[]> {
  const seen: unknown[] = []
  let cursor: string | null = null
  for (let pages = 0; pages < PAGES_MAX; pages += 1) {
    const page: Page = await pageOf(operation, list, { limit: '2', ...(cursor !== null && { cursor }) })
    seen.push(...page.items.map(list.nameOf))
    cursor = page.nextCursor
    if (cursor === null) return seen
    await between()
  }
  throw new Error(`${operation.id} goes on after ${PAGES_MAX} pages`)
}

const onlyOf = (names: readonly unknown[], all: readonly unknown[]) => all.filter(name => names.includes(name))

test('every paged list is known here', () => {
  expect([...Object.keys(lists), ...Object.keys(CLOSED)].sort()).toEqual(paged.map(({ id }) => id).sort())
})

describe('a list', () => {
  test.each(cases(paged.filter(({ id }) => !CLOSED[id])))('$title', async ({ operation }) => {
    const list = lists[operation.id]!
    const before = await insert(list, BEFORE)
    const newest = before.toReversed()
    const there = (await walk(operation, list, async () => {})).length

    // While it is read page by page, one more comes after each of the first pages.
    const meanwhile: unknown[] = []
    const seen = await walk(operation, list, async () => {
      if (meanwhile.length < BEFORE) meanwhile.push(...(await insert(list, 1)))
    })
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen).toHaveLength(there)
    expect(onlyOf(before, seen)).toEqual(newest)
    expect(onlyOf(meanwhile, seen)).toEqual([])

    const { items } = await pageOf(operation, list, { limit: '100' })
    const now = items.map(list.nameOf)
    expect(meanwhile.length).toBeGreaterThan(1)
    expect(now.slice(0, meanwhile.length + BEFORE)).toEqual([...meanwhile.toReversed(), ...newest])

    // While it is read, others add to it at once.
    const [racing] = await Promise.all([walk(operation, list, async () => {}), insert(list, 3), insert(list, 3)])
    expect(new Set(racing).size).toBe(racing.length)
    expect(onlyOf([...meanwhile, ...before], racing)).toEqual([...meanwhile.toReversed(), ...newest])
  })
})

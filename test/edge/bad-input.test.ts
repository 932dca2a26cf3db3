import { afterAll, describe, expect, test } from 'vitest'
import { type Answered, problemIn, type Request, sendAll } from './asking.ts'
import { badParts, write } from './bad-values.ts'
import { bodyFor, signatureOf } from './bodies.ts'
import { openWitness } from './changes.ts'
import { type Operation, operationsOf, readDocument, thingsIn, urlOf } from './operations.ts'
import { openWorld, type Person } from './world.ts'

const world = await openWorld()
const { madang } = world
const operations = operationsOf(await readDocument(madang))
const witness = await openWitness(madang)
const exercised = new Map<string, number>()
afterAll(async () => {
  await witness.close()
  await madang.close()
})

const JSON_TYPE = 'application/json'
const withBody = operations.filter(({ body }) => body !== null)
const cases = (some: readonly Operation[]) => some.map(operation => ({ title: operation.title, operation }))

/** Somebody who may call it, so that what they send is what is wrong. */
const callerOf = ({ roles }: Operation): Person => (roles.includes('operator') ? world.operator : world.minji)
const tokenFor = (operation: Operation) => (operation.open ? undefined : callerOf(operation).token)

/** The operation's place with ids of things that are there. */
function placeOf(operation: Operation): string {
  const own = thingsIn(operation).map(({ thing, name }) => {
    const [id] = world.things[thing] ?? []
    if (id === undefined) throw new Error(`test/edge/world.ts has no ${thing}; ${operation.title} needs one`)
    return [name, encodeURIComponent(id)]
  })
  return urlOf(operation, Object.fromEntries(own))
}

interface Bad extends Request {
  readonly statuses: readonly number[]
}

const judge =
  (operation: Operation) =>
  (answer: Answered, { statuses }: Bad): string | null =>
    statuses.includes(answer.status) ? problemIn(operation, answer) : `${answer.status}, not ${statuses.join(' or ')}`

async function expectRefused(operation: Operation, requests: readonly Bad[]) {
  const before = await witness.events()
  const findings = await sendAll(madang, operation, requests, judge(operation))
  expect(findings.slice(0, 20)).toEqual([])
  expect(await witness.events()).toEqual(before)
  exercised.set(operation.id, (exercised.get(operation.id) ?? 0) + requests.length)
}

describe('a body with a wrong part', () => {
  test.each(cases(withBody))('$title', async ({ operation }) => {
    const url = placeOf(operation)
    const body = bodyFor(operation, world, callerOf(operation))
    const token = tokenFor(operation)
    const bad = [...badParts(operation.body!, body)].map(part => ({ url, token, ...part }))
    await expectRefused(operation, bad)
  })
})

describe('what is no JSON body at all', () => {
  const notJson = ['{', '}', '{"a":1,}', "{'a':1}", '{"a":NaN}', '{"a":Infinity}', '{"a":undefined}', '{"a":01}', '{} {}', 'a']
  const poison = ['{"__proto__":{"x":1}}', '{"a":{"\\u005f_proto__":1}}', '{"constructor":{"prototype":{"x":1}}}', '{"a\\u0000":1}']
  const types = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/xml', 'json', '*/*']
  const huge = `{"a":"${'x'.repeat(2 * 1024 * 1024)}"}`
  const writes = operations.filter(({ method }) => method !== 'GET')

  test.each(cases(writes))('$title', async ({ operation }) => {
    const url = placeOf(operation)
    const token = tokenFor(operation)
    const good = operation.body ? write(bodyFor(operation, world, callerOf(operation))) : '{}'
    const bad = (what: string, text: string | Buffer | undefined, status: number, type = JSON_TYPE): Bad => ({
      ...{ url, token, what, text },
      headers: { 'content-type': type },
      statuses: [status],
    })
    const requests = [
      bad('2 MB', huge, 413),
      ...notJson.map(text => bad(text, text, 400)),
      ...poison.map(text => bad(text, text, 400)),
      ...types.map(type => bad(type, good, 415, type)),
      ...(operation.body ? [bad('nothing', undefined, 400), bad('an empty text', '', 400)] : []),
    ]
    await expectRefused(operation, requests)
    expect(({} as Record<string, unknown>)['x']).toBeUndefined()
  })
})

test('every operation with a body was tried', () => {
  const tried = withBody.filter(({ id }) => (exercised.get(id) ?? 0) >= 20)
  expect(tried.map(({ id }) => id)).toEqual(withBody.map(({ id }) => id))
})

test('and with what is right in its place, the same bodies are understood', async () => {
  for (const operation of withBody) {
    const text = write(bodyFor(operation, world, callerOf(operation)))
    const request = { url: placeOf(operation), what: 'the valid body', text, token: tokenFor(operation) }
    const headers = { 'content-type': JSON_TYPE, ...signatureOf(operation, text) }
    const understood = ({ status }: Answered) => (status < 300 ? null : `${status}`)
    console.log(await sendAll(madang, operation, [{ ...request, headers }], understood), operation.id)
  }
})

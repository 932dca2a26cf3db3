import { afterAll, describe, expect, test } from 'vitest'
import { png } from '../harness/images.ts'
import { badTexts, freeNames } from './bad-parameters.ts'
import { badParts, badTwins } from './bad-values.ts'
import { bodyFor, signatureOf } from './bodies.ts'
import { openWitness } from './changes.ts'
import { cases, type Operation, operationsOf, parametersIn, readDocument, urlOf } from './operations.ts'
import { payloadFor } from './payload.ts'
import { type Answered, type Bad, refusedIn, sendAll, sendRaw } from './send.ts'
import { callerOf, openWorld, pathValuesIn, tokenFor } from './world.ts'

const world = await openWorld()
const { madang } = world
const operations = operationsOf(await readDocument(madang))
const withBody = operations.filter(({ body }) => body !== null)
const withParameters = operations.filter(({ parameters }) => parameters.some(({ name }) => name !== 'Prefer'))
const witness = await openWitness(madang)
const tried = new Map<string, number>()

afterAll(async () => {
  await witness.close()
  await madang.close()
})

const JSON_TYPE = 'application/json'
const pathOf = (operation: Operation) => urlOf(operation, pathValuesIn(world, operation))
const validBody = (operation: Operation) => bodyFor(operation, world, callerOf(world, operation))
const textFor = (operation: Operation) => payloadFor(operation, world, callerOf(world, operation))

/** Refused as foreseen, and nothing has happened anywhere. */
async function expectRefused(operation: Operation, requests: readonly Bad[]) {
  const before = await witness.events()
  const findings = await sendAll(madang, operation, requests, (answer, bad) => refusedIn(operation, answer, bad))
  expect(findings.slice(0, 20)).toEqual([])
  expect(await witness.events()).toEqual(before)
  tried.set(operation.id, (tried.get(operation.id) ?? 0) + requests.length)
}

describe('a body with a wrong part', () => {
  test.each(cases(withBody))('$title', async ({ operation }) => {
    const { body: schema } = operation
    const base = { url: pathOf(operation), token: tokenFor(world, operation) }
    const valid = validBody(operation)
    const bad = [...badParts(schema!, valid), ...badTwins(schema!, valid)]
    await expectRefused(
      operation,
      bad.map(body => ({ ...base, ...body })),
    )
  })
})

describe('what is no JSON', () => {
  const notJson = [
    '{',
    '}',
    '{"a":1,}',
    "{'a':1}",
    '{"a":NaN}',
    '{"a":-Infinity}',
    '{"a":undefined}',
    '{"a":01}',
    '{} {}',
    'a',
  ]
  const poison = ['{"__proto__":{"x":1}}', '{"a":[{"\\u005f_proto__":1}]}', '{"constructor":{"prototype":{"x":1}}}']
  const broken = [
    '{"a\\u0000":1}',
    '{"\\ud800":1}',
    Buffer.from('{"a":"\xff"}', 'latin1'),
    Buffer.from('{"a":1}', 'utf16le'),
  ]
  const forms = ['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']
  const types = [...forms, 'text/plain', 'application/xml', 'application/jsonp', 'json', '*/*']
  const huge = `{"a":"${'x'.repeat(2 * 1024 * 1024)}"}`

  const ofJson = operations.filter(({ method, isUpload }) => method !== 'GET' && !isUpload)
  test.each(cases(ofJson))('$title', async ({ operation }) => {
    const base = { url: pathOf(operation), token: tokenFor(world, operation) }
    const good = textFor(operation) ?? '{}'
    const bad = (text: string | Buffer | undefined, status: number, what = String(text), type = JSON_TYPE): Bad => ({
      ...base,
      ...{ what, text, headers: { 'content-type': type }, statuses: [status] },
    })
    await expectRefused(operation, [
      bad(huge, 413, '2 MB'),
      ...[...notJson, ...poison, ...broken].map(text => bad(text, 400)),
      ...types.map(type => bad(good, 415, type, type)),
      { ...base, text: good, headers: {}, what: 'no type', statuses: [415] },
      ...(operation.body && !operation.mayBeEmpty
        ? [bad(undefined, 400, 'nothing'), bad('', 400, 'an empty text')]
        : []),
    ])
    expect(({} as Record<string, unknown>).x).toBeUndefined()
  })
})

describe('what is no file of a kind that is taken', () => {
  const uploads = operations.filter(({ isUpload }) => isUpload)
  const texts = ['{', '{"a":1}', 'a', '<svg xmlns="http://www.w3.org/2000/svg"/>', '%PDF-1.7', 'GIF89a', 'PK\x03\x04']
  const huge = Buffer.concat([png(3, 2), Buffer.alloc(10 * 1024 * 1024)])

  test.each(cases(uploads))('$title', async ({ operation }) => {
    const base = { url: pathOf(operation), token: tokenFor(world, operation) }
    const bad = (text: string | Buffer | undefined, status: number, type?: string): Bad => ({
      ...base,
      ...{ what: String(text).slice(0, 20), text, headers: type ? { 'content-type': type } : {}, statuses: [status] },
    })
    await expectRefused(operation, [
      ...texts.flatMap(text => [bad(text, 415), bad(text, 415, JSON_TYPE), bad(text, 415, 'image/png')]),
      ...[bad(huge, 413), bad(undefined, 400), bad('', 400), bad('', 400, 'image/png')],
    ])
  })
})

describe('a wrong parameter', () => {
  test.each(cases(withParameters))('$title', async ({ operation }) => {
    const pathValues = pathValuesIn(world, operation)
    const base = { token: tokenFor(world, operation), text: textFor(operation) }
    const bad = operation.parameters.flatMap(parameter =>
      badTexts(parameter).map(({ what, text, statuses }): Bad => {
        const { name, in: where } = parameter
        const type: Record<string, string> = operation.body ? { 'content-type': JSON_TYPE } : {}
        const headers = where === 'header' ? { ...type, [name.toLowerCase()]: text } : type
        const inPath = where === 'path' ? { ...pathValues, [name]: text } : pathValues
        const query: Record<string, string> = where === 'query' ? { [name]: text } : {}
        return { ...base, what, statuses, headers, url: urlOf(operation, inPath, query) }
      }),
    )
    const url = pathOf(operation)
    const twice = parametersIn(operation, 'query').map(
      ({ name }): Bad => ({ ...base, what: `${name} twice`, statuses: [400], url: `${url}?${name}=1&${name}=2` }),
    )
    // Of a write, what is legal in a query is done.
    const mayBeDone = ({ statuses }: Bad) => operation.method !== 'GET' && statuses.includes(200)
    await expectRefused(
      operation,
      [...bad, ...twice].filter(each => !mayBeDone(each)),
    )
  })
})

test('dots in a path lead to nothing else', async () => {
  const before = await witness.events()
  const address = await madang.platform.listen()
  const findings: string[] = []
  for (const operation of operations.filter(({ path }) => path.includes('{'))) {
    for (const dots of ['..', '%2e%2e', '.', '..%2f..%2fhealth', '../../../health']) {
      const names = parametersIn(operation, 'path').map(({ name }) => [name, dots])
      const free = names.map(([name = '']) => name).find(name => freeNames.has(name))
      const bad = { url: urlOf(operation, Object.fromEntries(names)), what: dots, statuses: [400, 403, 404, 405] }
      const answer = await sendRaw(address, operation, { ...bad, token: tokenFor(world, operation) })
      // What may have any name is answered about exactly that one.
      const asNamed = free && answer.status === 200 && JSON.parse(answer.text)[free] === decodeURIComponent(dots)
      const found = asNamed ? null : refusedIn(operation, answer, bad)
      if (found) findings.push(`${operation.method} ${bad.url}: ${found}`)
    }
  }
  expect(findings).toEqual([])
  expect(await witness.events()).toEqual(before)
})

test('every operation that takes anything was tried', () => {
  expect(
    withBody.filter(({ id }) => (tried.get(id) ?? 0) < 40).map(({ id, title }) => `${title}: ${tried.get(id)}`),
  ).toEqual([])
  const takesSomething = ({ method, parameters }: Operation) => method !== 'GET' || parameters.length > 0
  expect(
    operations
      .filter(({ id }) => !tried.has(id))
      .filter(takesSomething)
      .map(({ title }) => title),
  ).toEqual([])
})

describe('the same body without its mistake is understood', () => {
  // Operators come last: what they do to a member may end the member's log-in.
  const isOperators = ({ roles }: Operation) => roles.includes('operator')
  const inOrder = withBody.toSorted((a, b) => Number(isOperators(a)) - Number(isOperators(b)))
  const understood = ({ status }: Answered): string | null =>
    status < 300 || [402, 404, 409, 422].includes(status) ? null : `${status}`

  test.each(cases(inOrder))('$title', async ({ operation }) => {
    const text = String(textFor(operation))
    const headers = { 'content-type': JSON_TYPE, ...signatureOf(operation, text) }
    const request = { url: pathOf(operation), token: tokenFor(world, operation), text, headers, what: 'valid' }
    expect(await sendAll(madang, operation, [request], understood)).toEqual([])
  })
})

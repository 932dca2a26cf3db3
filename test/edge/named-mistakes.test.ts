import { afterAll, describe, expect, test } from 'vitest'
import { bodyFor, signatureOf } from './bodies.ts'
import { openWitness } from './changes.ts'
import { type Mistake, mistakesIn } from './named-mistakes.ts'
import { cases, type Operation, operationsOf, readDocument, urlOf } from './operations.ts'
import { payloadFor } from './payload.ts'
import { type Answered, send } from './send.ts'
import { callerOf, openWorld, pathValuesIn, tokenFor } from './world.ts'

const world = await openWorld()
const { madang } = world
const operations = operationsOf(await readDocument(madang))
const witness = await openWitness(madang)
const tried = new Map<string, number>()
const before = await witness.events()

afterAll(async () => {
  await witness.close()
  await madang.close()
})

const LANGUAGES = ['ko', 'en'] as const
const HANGUL = /[가-힣]/

interface Said {
  readonly in: string
  readonly pointer: string
  readonly code: string
  readonly message: string
  readonly allowed?: readonly unknown[]
  readonly nearest?: string
}

/** What is wrong with an answer; null if it says all that the mistake is. */
function missed({ error }: Mistake, { status, text, headers }: Answered, language: string): string | null {
  const problem = JSON.parse(text)
  if (status !== 400 || problem.code !== 'invalid_request') return `${status} ${problem.code}`
  const found: Said | undefined = problem.errors.find(
    (each: Said) => each.in === error.in && each.pointer === error.pointer,
  )
  if (!found) return `nothing about ${error.in} ${error.pointer}: ${JSON.stringify(problem.errors)}`
  if (!error.codes.includes(found.code)) return `${found.code}, not ${error.codes.join(' or ')}`
  if (error.allowed && JSON.stringify(found.allowed) !== JSON.stringify(error.allowed)) return 'not what is allowed'
  if (found.nearest !== error.nearest) return `nearest is ${found.nearest}, not ${error.nearest}`
  if (headers['content-language'] !== language) return `in ${headers['content-language']}`
  const isKorean = HANGUL.test(found.message) && HANGUL.test(problem.title)
  return isKorean === (language === 'ko') ? null : `the message is ${found.message}`
}

function requestOf(operation: Operation, { query = {}, text }: Mistake, language: string) {
  const sent = text ?? payloadFor(operation, world, callerOf(world, operation))
  return {
    url: urlOf(operation, pathValuesIn(world, operation), query),
    what: 'a mistake',
    token: tokenFor(world, operation),
    text: sent,
    headers: {
      'accept-language': language,
      ...(sent !== undefined && { 'content-type': operation.isUpload ? 'image/png' : 'application/json' }),
      ...(typeof sent === 'string' && signatureOf(operation, sent)),
    },
  }
}

describe('a mistake is named', () => {
  test.each(cases(operations))('$title', async ({ operation }) => {
    const valid = operation.body ? bodyFor(operation, world, callerOf(world, operation)) : undefined
    const findings: string[] = []
    for (const mistake of mistakesIn(operation, valid)) {
      tried.set(mistake.what, (tried.get(mistake.what) ?? 0) + 1)
      for (const language of LANGUAGES) {
        const answer = await send(madang, operation, requestOf(operation, mistake, language))
        const found = missed(mistake, answer, language)
        if (found) findings.push(`${mistake.what} ${mistake.error.pointer} (${language}): ${found}`)
      }
    }
    expect(findings).toEqual([])
  })
})

test('nothing has happened anywhere', async () => {
  expect(await witness.events()).toEqual(before)
})

test('every kind of mistake was made, and every operation was tried with one', () => {
  expect([...tried.keys()].sort()).toEqual(['unknown field', 'unknown parameter', 'wrong enum', 'wrong type'])
  expect(Math.min(...tried.values())).toBeGreaterThanOrEqual(30)
  const untried = operations.filter(operation => {
    const valid = operation.body ? bodyFor(operation, world, callerOf(world, operation)) : undefined
    return mistakesIn(operation, valid).length === 0
  })
  expect(untried.map(({ title }) => title)).toEqual([])
})

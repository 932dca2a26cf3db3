/** What stays of an answer: byte for byte under its idempotency key, unreadable with its person, nothing without a key. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { accept, type Command } from '../../platform/kit/command.ts'
import type { Sealer } from '../../platform/vault/vault.ts'
import { CommitUnknown } from '../../platform/write/batch.ts'
import { openTestApplication, origin, type TestApplication } from '../harness/application.ts'
import { stock } from './sample.ts'

let test_: TestApplication
/** Thrown at the place of that name: once, or as often as the writer itself tries again. */
let planned: { place: string; fault: Error; once: boolean } | null = null

const faults = {
  reach(place: string) {
    if (planned?.place !== place) return
    const { fault, once } = planned
    if (once) planned = null
    throw fault
  },
}

beforeAll(async () => {
  test_ = await openTestApplication({ services: [stock], ports: { faults } })
})
beforeEach(() => {
  planned = null
})
afterAll(() => test_.close())

const context = () => test_.application.service('stock').context
const sealerFor = async (subject: string) => (await context().vault.sealer(subject)) as Sealer
const keyed = (key: string) => ({ key, fingerprint: `fingerprint of ${key}` })
const run = (command: Command, key: string) => context().writer.run(command, origin(), keyed(key))

let count = 0
/** Answers with something personal that is different every time. */
function tell(sealed: Sealer | null, status = 200): Command {
  const decide = () => {
    count += 1
    return status === 204 ? accept([], { status }) : accept([], { status, reply: { name: '김민수', count } })
  }
  return { type: 'stock.tell', keys: [], decide, sealed }
}

async function stored(key: string) {
  const { rows } = await context().read.query('select status, body, sealed_for from commands where key = $1', [key])
  return rows[0]
}

const forgotten = { kind: 'refused', refusal: { code: 'answer_forgotten' }, replayed: false }

describe('an answer that holds personal data', () => {
  test('is stored under the key of its person, and given again byte for byte, also after a restart', async () => {
    const first = await run(tell(await sealerFor('mem_1')), 'a1')
    const body = `{"name":"김민수","count":${count}}`
    expect(first).toEqual({ kind: 'accepted', status: 200, body, replayed: false })
    const row = await stored('a1')
    expect(row).toMatchObject({ status: 200, sealed_for: 'mem_1' })
    expect(row.body).toMatch(/^v1\./)
    expect(await context().vault.open('mem_1', row.body)).toBe(body)
    await test_.restart()
    const again = { ...first, replayed: true }
    expect(await context().writer.recall(keyed('a1'))).toEqual(again)
    expect(await run(tell(await sealerFor('mem_1')), 'a1')).toEqual(again)
  })

  test('is one, however many ask at once', async () => {
    const sealer = await sealerFor('mem_1')
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => run(tell(sealer), 'a2')))
    expect(new Set(outcomes.map(outcome => outcome.kind === 'accepted' && outcome.body)).size).toBe(1)
    expect(outcomes.filter(({ replayed }) => !replayed)).toHaveLength(1)
  })

  test('is forgotten with its person, and with nobody else', async () => {
    await run(tell(await sealerFor('mem_2')), 'a3')
    const other = await run(tell(await sealerFor('mem_3')), 'a4')
    await context().vault.forget('mem_2')
    const before = count
    expect(await context().writer.recall(keyed('a3'))).toMatchObject(forgotten)
    expect(await run(tell(await sealerFor('mem_3')), 'a3')).toMatchObject(forgotten)
    expect(count).toBe(before)
    expect(await context().writer.recall({ key: 'a3', fingerprint: 'other' })).toMatchObject({
      refusal: { code: 'idempotency_key_reused' },
    })
    expect(await context().writer.recall(keyed('a4'))).toEqual({ ...other, replayed: true })
  })

  test('that was being prepared while they were forgotten cannot be read either', async () => {
    const sealer = await sealerFor('mem_4')
    await context().vault.forget('mem_4')
    expect(await run(tell(sealer), 'a5')).toMatchObject({ kind: 'accepted' })
    expect(await context().writer.recall(keyed('a5'))).toMatchObject(forgotten)
  })

  test('does not hold up its neighbours when it cannot be opened', async () => {
    await run(tell(await sealerFor('mem_5')), 'a6')
    await context().read.query("update subject_keys set wrapped = 'x' where subject = 'mem_5'")
    await test_.restart()
    const [broken, sound] = await Promise.allSettled([run(tell(null), 'a6'), run(tell(null), 'a7')])
    expect([broken?.status, sound?.status]).toEqual(['rejected', 'fulfilled'])
  })
})

describe('an answer that holds nothing personal', () => {
  test.each([401, 204])('of status %d is kept in clear, and stays when they are forgotten', async status => {
    const first = await run(tell(await sealerFor(`mem_${status}`), status), `b${status}`)
    expect(await stored(`b${status}`)).toEqual({
      status,
      body: first.kind === 'accepted' && first.body,
      sealed_for: null,
    })
    await context().vault.forget(`mem_${status}`)
    expect(await context().writer.recall(keyed(`b${status}`))).toEqual({ ...first, replayed: true })
  })
})

describe('an answer without an idempotency key', () => {
  test('is given and not kept; that it was done is', async () => {
    const from = origin()
    const outcome = await context().writer.run(tell(await sealerFor('mem_1'), 201), from)
    expect(outcome).toMatchObject({ status: 201, body: expect.stringContaining('김민수') })
    const { rows } = await context().read.query(
      'select type, actor, status, fingerprint, body, sealed_for from commands where correlation_id = $1',
      [from.correlationId],
    )
    const nothing = { fingerprint: '', body: '', sealed_for: null }
    expect(rows).toEqual([{ type: 'stock.tell', actor: 'mem_test', status: 201, ...nothing }])
  })
})

describe('a commit whose answer never came', () => {
  test('is answered with what was stored, when the writer asks again by itself', async () => {
    planned = { place: 'stock: after commit', fault: new CommitUnknown('the line was cut'), once: true }
    const outcome = await run(tell(await sealerFor('mem_1')), 'c1')
    expect(outcome).toMatchObject({ kind: 'accepted', body: `{"name":"김민수","count":${count}}` })
    expect(planned).toBeNull()
  })

  test('is answered with what was stored, when the caller asks again', async () => {
    const sealer = await sealerFor('mem_1')
    planned = { place: 'stock: after commit', fault: new Error('the lights went out'), once: false }
    await expect(run(tell(sealer), 'c2')).rejects.toThrow('the lights went out')
    planned = null
    const body = `{"name":"김민수","count":${count}}`
    expect(await run(tell(sealer), 'c2')).toEqual({ kind: 'accepted', status: 200, body, replayed: true })
  })

  test('is done anew when nothing was committed', async () => {
    const sealer = await sealerFor('mem_1')
    planned = { place: 'stock: before commit', fault: new Error('the lights went out'), once: false }
    await expect(run(tell(sealer), 'c3')).rejects.toThrow('the lights went out')
    planned = null
    expect(await run(tell(sealer), 'c3')).toMatchObject({ kind: 'accepted', replayed: false })
  })
})

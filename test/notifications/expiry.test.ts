import { afterAll, beforeAll, expect, test } from 'vitest'
import { MovableClock } from '../../platform/ports/movable-clock.ts'
import { sortableIds, systemRandom } from '../../platform/ports/ports.ts'
import { rebuild } from '../../platform/runtime/rebuild.ts'
import { verifyApplication } from '../../platform/verification/verify-application.ts'
import { markReadUpTo } from '../../services/notifications/inbox/feature.ts'
import { notifications } from '../../services/notifications/service.ts'
import { openTestApplication, origin, type TestApplication } from '../harness/application.ts'
import { deposit, failedSettlement, tellMany, tellMember } from './notices.ts'

/** The service by itself, its loops stepped by hand: days pass when the clock is moved. */
const DAY_MS = 86_400_000
const [ME, OTHER] = ['mem_a', 'mem_b']
const clock = new MovableClock()

let madang: TestApplication
beforeAll(async () => {
  const ports = { clock, ids: sortableIds(clock, systemRandom) }
  madang = await openTestApplication({ services: [notifications], loops: false, ports })
})
afterAll(() => madang.close())

const service = () => madang.application.service('notifications')
async function rowsOf(memberId: string): Promise<string[]> {
  const { rows } = await service().read.query(
    'select row_to_json(m)::text as row from messages m where member_id = $1 order by seq',
    [memberId],
  )
  return rows.map(({ row }) => row)
}
const seqsOf = async (memberId: string) => (await rowsOf(memberId)).map(row => JSON.parse(row).seq)
const differences = async () =>
  (await verifyApplication(madang.database.url, [notifications])).filter(({ differences: found }) => found.length > 0)

/** Some days, and everything that is due by then. */
async function pass(days: number): Promise<void> {
  clock.advance(days * DAY_MS)
  const { timers, read } = service()
  const due = async () => (await read.query('select 1 from timers where due_at <= $1', [clock.now()])).rows.length
  while ((await due()) > 0) {
    timers.lookAgain()
    await timers.step()
  }
}

test('ntf.expiry: read messages go after 180 days, unread ones after two years, and a rebuilt view is the same', async () => {
  await tellMany(madang, ME, 3)
  await tellMember(madang, ME, [failedSettlement('stl_1')])
  await tellMember(madang, ME, [failedSettlement('stl_1'), deposit()])
  await tellMany(madang, OTHER, 2)
  await service().writer.run(markReadUpTo(ME, 2), origin(ME))

  await pass(179)
  expect(await seqsOf(ME)).toEqual([1, 2, 3, 4, 5, 6])
  await pass(2)
  expect(await seqsOf(ME)).toEqual([3, 4, 5, 6])
  const { rows } = await service().read.query('select seq, unread, actions from inboxes where member_id = $1', [ME])
  expect(rows).toEqual([{ seq: 6, unread: 3, actions: 1 }])
  expect(await differences()).toEqual([])

  await pass(540)
  await service().writer.run(markReadUpTo(ME, 3), origin(ME))
  await pass(20)
  // What was read lately stays as long as any other that was read.
  expect([await seqsOf(ME), await seqsOf(OTHER)]).toEqual([[3], []])
  await pass(180)
  expect(await seqsOf(ME)).toEqual([])
  await tellMember(madang, ME, [deposit()])
  const before = await rowsOf(ME)
  expect(before).toHaveLength(1)
  const view = notifications.views?.find(({ name }) => name === 'messages')
  if (!view) throw new Error('there is no view of messages')
  await rebuild(madang.database.url, 'notifications', view)
  expect(await rowsOf(ME)).toEqual(before)
  expect(await differences()).toEqual([])
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { UNSENT_MAX_BYTES } from '../../services/notifications/live/follower.ts'
import { Hub } from '../../services/notifications/live/hub.ts'
import type { Peer } from '../../services/notifications/live/peer.ts'
import { openTestPlatform, type TestPlatform } from '../harness/platform.ts'
import { tellMany, upTo } from './notices.ts'

let madang: TestPlatform
beforeAll(async () => {
  madang = await openTestPlatform()
})
afterAll(() => madang.close())

/** Takes what it is sent when it is told to. */
class SlowPeer implements Peer {
  readonly memberId: string
  readonly roles = []
  readonly language = null
  readonly seqs: number[] = []
  unsent = 0
  most = 0
  hints = 0

  constructor(memberId: string) {
    this.memberId = memberId
  }

  item(item: { readonly seq: number }): void {
    this.seqs.push(item.seq)
    this.unsent += JSON.stringify(item).length
    this.most = Math.max(this.most, this.unsent)
  }

  state(): void {}
  caughtUp(): void {}
  changed(): void {
    this.hints += 1
  }
}

const COUNT = 3_000
const ITEM_BYTES_MAX = 1_000

describe('ntf.slow-client', () => {
  test('a reader that stops costs no more than the limit, misses nothing, and delays nobody', async () => {
    const { context } = madang.application.service('notifications')
    const [slow, fast] = await Promise.all([madang.register(), madang.register()])
    const hub = new Hub(context)
    const peer = new SlowPeer(slow.id)
    const other = new SlowPeer(fast.id)
    const follower = await hub.join(peer, null, () => {})
    const otherFollower = await hub.join(other, null, () => {})
    await tellMany(madang, slow.id, COUNT)
    await expect.poll(() => follower.isSlow).toBe(true)
    const before = peer.seqs.length
    expect(before).toBeLessThan(COUNT)
    hub.hintMember(slow.id, { resource: 'balance', id: 'wallet' })
    await tellMany(madang, fast.id, 3)
    await expect.poll(() => other.seqs).toEqual([1, 2, 3])
    expect(peer.seqs).toHaveLength(before)
    expect(peer.most).toBeLessThan(UNSENT_MAX_BYTES + ITEM_BYTES_MAX)

    for (let times = 0; peer.seqs.length < COUNT && times < 100; times += 1) {
      peer.unsent = 0
      hub.drained(follower)
      await expect.poll(() => follower.isSlow || peer.seqs.length === COUNT).toBe(true)
    }
    expect(peer.seqs).toEqual(upTo(COUNT))
    expect(peer.most).toBeLessThan(UNSENT_MAX_BYTES + ITEM_BYTES_MAX)
    expect(peer.hints).toBe(0)
    hub.leave(follower)
    hub.leave(otherFollower)
    expect(hub.isEmpty).toBe(true)
  })
})

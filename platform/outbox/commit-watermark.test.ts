import { describe, expect, it } from 'vitest'
import { HandClock } from '../../test/harness/http-edge.ts'
import type { Reader } from '../db/database.ts'
import { createLogger } from '../ports/logger.ts'
import { CommitWatermark } from './commit-watermark.ts'

/** A watermark over a database in which everything has ended, and when it was asked. */
function setUp() {
  const clock = new HandClock()
  const asked_ms: number[] = []
  let known = 0n
  const read = {
    query: async () => {
      asked_ms.push(clock.now().getTime())
      return { rows: [{ xid: String(known + 1n) }] }
    },
  } as unknown as Reader
  const watermark = new CommitWatermark(read, clock, createLogger({ settings: { LOG_LEVEL: 'silent' } }))
  let passed = 0
  const commit = () => {
    known += 1n
    watermark.ended(known, () => {
      passed += 1
    })
  }
  return { clock, watermark, asked_ms, commit, passed: () => passed }
}

const settle = () => new Promise(resolve => setImmediate(resolve))

/** A commit each millisecond. */
async function rush({ clock, commit }: ReturnType<typeof setUp>, duration_ms: number): Promise<void> {
  for (let ms = 0; ms < duration_ms; ms += 1) {
    commit()
    await settle()
    clock.advance(1)
    await settle()
  }
}

describe('the watermark', () => {
  it('is asked for at once after a commit, and one commit after another', async () => {
    const application = setUp()
    await rush(application, 20)
    expect(application.asked_ms).toHaveLength(20)
    expect(application.passed()).toBe(20)
  })

  it('is asked for every ten milliseconds in a rush, and each commit passes', async () => {
    const application = setUp()
    await rush(application, 1_000)
    const first = application.asked_ms.length
    await rush(application, 1_000)
    expect(application.asked_ms.length - first).toBe(100)
    application.clock.advance(20)
    await settle()
    expect(application.passed()).toBe(2_000)
  })

  it('is not asked for any more once it is stopped', async () => {
    const application = setUp()
    await rush(application, 500)
    const before = application.asked_ms.length
    application.watermark.stop()
    await rush(application, 50)
    expect(application.asked_ms).toHaveLength(before)
  })

  it('is asked for at once again after a rest, and when the clock is set back', async () => {
    const application = setUp()
    await rush(application, 1_000)
    application.clock.advance(1_000)
    await settle()
    const before = application.asked_ms.length
    await rush(application, 20)
    expect(application.asked_ms.length - before).toBe(20)
    application.clock.advance(-3_600_000)
    await rush(application, 200)
    expect(application.passed()).toBe(1_220)
  })
})

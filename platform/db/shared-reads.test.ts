import { describe, expect, test } from 'vitest'
import { MovableClock } from '../ports/movable-clock.ts'
import { LastWritten, LOOK_AGAIN_MS, SharedReads } from './shared-reads.ts'

/** Reads that end when the test says so. */
function manualReads() {
  const ends: { resolve: (answer: string) => void; reject: (fault: Error) => void }[] = []
  const fetch = () => new Promise<string>((resolve, reject) => ends.push({ resolve, reject }))
  return { ends, fetch }
}

const clock = new MovableClock()

const QUESTIONS_MAX = 10

/** What other processes have written, by number. */
let batch = 0
let looks = 0
const lastWritten = () =>
  new LastWritten(clock, async () => {
    looks += 1
    return batch
  })

/** Reads of a process that has looked a moment ago. */
async function upToDate(last = lastWritten()): Promise<SharedReads<string>> {
  await last.known()
  return new SharedReads<string>(last, QUESTIONS_MAX)
}

describe('reads of the same question at the same time', () => {
  test('are one read, and who asks while it runs gets the next', async () => {
    const { ends, fetch } = manualReads()
    const reads = await upToDate()
    const first = reads.ask('q', fetch)
    const second = reads.ask('q', fetch)
    const third = reads.ask('q', fetch)
    expect(ends).toHaveLength(1)
    ends[0]?.resolve('before')
    expect(await first).toBe('before')
    await Promise.resolve()
    expect(ends).toHaveLength(2)
    ends[1]?.resolve('after')
    expect(await Promise.all([second, third])).toEqual(['after', 'after'])
  })

  test('give the same answer until something is written here, and never one from before', async () => {
    const { ends, fetch } = manualReads()
    const last = lastWritten()
    const reads = await upToDate(last)
    const first = reads.ask('q', fetch)
    ends[0]?.resolve('one')
    await first
    expect(await reads.ask('q', fetch)).toBe('one')
    last.written()
    const second = reads.ask('q', fetch)
    // Written while it was read: whoever asked is told, and nobody after them.
    last.written()
    ends[1]?.resolve('two')
    expect(await second).toBe('two')
    const third = reads.ask('q', fetch)
    ends[2]?.resolve('three')
    expect(await third).toBe('three')
    expect(await reads.ask('q', fetch)).toBe('three')
    expect(ends).toHaveLength(3)
  })

  test('are read anew when another process has written, which is asked for once in a while for all', async () => {
    const { ends, fetch } = manualReads()
    const last = lastWritten()
    const [reads, others] = [await upToDate(last), await upToDate(last)]
    const first = reads.ask('q', fetch)
    ends[0]?.resolve('one')
    await first
    clock.advance(LOOK_AGAIN_MS)
    looks = 0
    expect(await reads.ask('q', fetch)).toBe('one')
    batch += 1
    // Not known yet.
    expect(await reads.ask('q', fetch)).toBe('one')
    clock.advance(LOOK_AGAIN_MS)
    const [second, other] = [reads.ask('q', fetch), others.ask('q', fetch)]
    await last.known()
    await Promise.resolve()
    expect([ends.length, looks]).toEqual([3, 2])
    ends[1]?.resolve('two')
    ends[2]?.resolve('of others')
    expect(await Promise.all([second, other])).toEqual(['two', 'of others'])
  })

  test('a clock that is set back does not make them older than they may be', async () => {
    const last = lastWritten()
    await upToDate(last)
    looks = 0
    expect(last.known()).toBeNull()
    clock.advance(-60_000)
    await last.known()
    expect(looks).toBe(1)
  })

  test('answers are kept to the latest questions only', async () => {
    const reads = await upToDate()
    let read = 0
    const fetch = async () => `answer ${(read += 1)}`
    for (let nth = 0; nth <= 2 * QUESTIONS_MAX; nth += 1) await reads.ask(`q${nth}`, fetch)
    const before = read
    await reads.ask(`q${2 * QUESTIONS_MAX}`, fetch)
    expect(read).toBe(before)
    await reads.ask('q0', fetch)
    expect(read).toBe(before + 1)
  })

  test('a read that fails does not fail the one after it', async () => {
    const { ends, fetch } = manualReads()
    const reads = await upToDate()
    const first = reads.ask('q', fetch)
    const second = reads.ask('q', fetch)
    ends[0]?.reject(new Error('broken'))
    await expect(first).rejects.toThrow('broken')
    await Promise.resolve()
    ends[1]?.resolve('well')
    expect(await second).toBe('well')
  })

  test('other questions do not wait', async () => {
    const { ends, fetch } = manualReads()
    const reads = await upToDate()
    reads.ask('a', fetch)
    reads.ask('b', fetch)
    expect(ends).toHaveLength(2)
  })
})

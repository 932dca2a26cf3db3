import { describe, expect, test } from 'vitest'
import { MovableClock } from '../../platform/movable-clock.ts'
import { KEPT_MS, SharedReads } from './shared-reads.ts'

/** Reads that end when the test says so. */
function manualReads() {
  const ends: { resolve: (answer: string) => void; reject: (fault: Error) => void }[] = []
  const fetch = () => new Promise<string>((resolve, reject) => ends.push({ resolve, reject }))
  return { ends, fetch }
}

const clock = new MovableClock()

describe('reads of the same question at the same time', () => {
  test('are one read, and who asks while it runs gets the next', async () => {
    const { ends, fetch } = manualReads()
    const reads = new SharedReads<string>(clock)
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

  test('give the same answer for a moment, and never one from before something was written', async () => {
    const { ends, fetch } = manualReads()
    const reads = new SharedReads<string>(clock)
    const first = reads.ask('q', fetch)
    ends[0]?.resolve('one')
    await first
    expect(await reads.ask('q', fetch)).toBe('one')
    clock.advance(KEPT_MS)
    const second = reads.ask('q', fetch)
    // Written while it was read: whoever asked is told, and nobody after them.
    reads.forget()
    ends[1]?.resolve('two')
    expect(await second).toBe('two')
    const third = reads.ask('q', fetch)
    ends[2]?.resolve('three')
    expect(await third).toBe('three')
    reads.forget()
    reads.ask('q', fetch)
    expect(ends).toHaveLength(4)
  })

  test('a read that fails does not fail the one after it', async () => {
    const { ends, fetch } = manualReads()
    const reads = new SharedReads<string>(clock)
    const first = reads.ask('q', fetch)
    const second = reads.ask('q', fetch)
    ends[0]?.reject(new Error('broken'))
    await expect(first).rejects.toThrow('broken')
    await Promise.resolve()
    ends[1]?.resolve('well')
    expect(await second).toBe('well')
  })

  test('other questions do not wait', () => {
    const { ends, fetch } = manualReads()
    const reads = new SharedReads<string>(clock)
    reads.ask('a', fetch)
    reads.ask('b', fetch)
    expect(ends).toHaveLength(2)
  })
})

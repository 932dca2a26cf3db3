import { describe, expect, test } from 'vitest'
import { SharedReads } from './shared-reads.ts'

/** Reads that end when the test says so. */
function manualReads() {
  const ends: { resolve: (answer: string) => void; reject: (fault: Error) => void }[] = []
  const fetch = () => new Promise<string>((resolve, reject) => ends.push({ resolve, reject }))
  return { ends, fetch }
}

describe('reads of the same question at the same time', () => {
  test('are one read, and who asks while it runs gets the next', async () => {
    const { ends, fetch } = manualReads()
    const reads = new SharedReads<string>()
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
    reads.ask('q', fetch)
    expect(ends).toHaveLength(3)
  })

  test('a read that fails does not fail the one after it', async () => {
    const { ends, fetch } = manualReads()
    const reads = new SharedReads<string>()
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
    const reads = new SharedReads<string>()
    reads.ask('a', fetch)
    reads.ask('b', fetch)
    expect(ends).toHaveLength(2)
  })
})

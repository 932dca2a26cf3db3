import { describe, expect, it } from 'vitest'
import { gather, inOrderOf } from './gather.ts'

describe('gathering', () => {
  it('sends what is asked in one turn together, and what is asked meanwhile in the next call', async () => {
    const calls: number[][] = []
    const open: (() => void)[] = []
    const double = gather<number, number>(3, async keys => {
      calls.push([...keys])
      await new Promise<void>(resolve => open.push(resolve))
      return keys.map(key => key * 2)
    })
    const first = [double(1), double(2)]
    await Promise.resolve()
    await Promise.resolve()
    const second = [3, 4, 5, 6].map(double)
    expect(calls).toEqual([[1, 2]])
    for (let turn = 0; turn < 3; turn += 1) {
      open.shift()?.()
      await new Promise(resolve => setImmediate(resolve))
    }
    expect(await Promise.all([...first, ...second])).toEqual([2, 4, 6, 8, 10, 12])
    expect(calls).toEqual([[1, 2], [3, 4, 5], [6]])
  })

  it('tells all who asked of a fault, and goes on', async () => {
    let broken = true
    const ask = gather<string, string>(10, async keys => {
      if (broken) throw new Error('gone')
      return keys
    })
    const answers = await Promise.allSettled([ask('a'), ask('b')])
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    broken = false
    expect(await ask('c')).toBe('c')
  })
})

it('what was found comes in the order of the keys, with null for what was not', () => {
  const found = [{ id: 'b' }, { id: 'a' }]
  expect(inOrderOf(['a', 'c', 'b', 'a'], found, ({ id }) => id)).toEqual([{ id: 'a' }, null, { id: 'b' }, { id: 'a' }])
})

import { describe, expect, it } from 'vitest'
import { calmly } from './calm.ts'
import { processorTime, stolenBetween } from './machine/stolen.ts'

/** A machine of which each look finds 1,000 ticks more, and of these so many stolen. */
function machine(...stolen: number[]) {
  let now = { all: 0, stolen: 0 }
  let looks = 0
  return () => {
    if (looks % 2 === 1) now = { all: now.all + 1_000, stolen: now.stolen + (stolen.shift() ?? 0) }
    looks += 1
    return now
  }
}

async function measured(again: number, look: () => ReturnType<typeof processorTime>) {
  const said: string[] = []
  let tries = 0
  let aside = 0
  const value = await calmly(
    { again, say: step => said.push(step), look },
    async () => {
      tries += 1
      return tries
    },
    () => {
      aside += 1
    },
  )
  return { value, aside, said }
}

describe('what is measured', () => {
  it('counts at once on a calm machine', async () =>
    expect(await measured(3, machine(20))).toEqual({ value: 1, aside: 0, said: [] }))

  it('is set aside and measured again where the host took more than two per cent', async () => {
    const { value, aside, said } = await measured(3, machine(21, 300, 5))
    expect({ value, aside }).toEqual({ value: 3, aside: 2 })
    expect(said.at(-1)).toBe('the host took 30 % of the processors: once more')
  })

  it('counts as it is after so many times', async () => {
    expect(await measured(2, machine(500, 500, 500))).toMatchObject({ value: 3, aside: 2 })
    expect(await measured(0, machine(500))).toMatchObject({ value: 1, aside: 0 })
  })

  it('counts at once where nothing is known', async () =>
    expect(await measured(3, () => null)).toMatchObject({ value: 1, aside: 0 }))
})

describe('stolen time', () => {
  it('is the eighth figure of /proc/stat, and part of the whole', () => {
    const text = 'cpu  100 1 20 800 5 0 4 70 9 9\ncpu0 1 1 1 1 1 1 1 1 1 1\n'
    expect(processorTime(() => text)).toEqual({ all: 1_000, stolen: 70 })
  })

  it.each(['', 'cpu  1 2 3', 'intr 5'])('is not known of %j', text => expect(processorTime(() => text)).toBeNull())

  it('is not known where there is no such file', () =>
    expect(
      processorTime(() => {
        throw new Error('ENOENT')
      }),
    ).toBeNull())

  it('is reported as a share of what passed', () => {
    expect(stolenBetween({ all: 100, stolen: 5 }, { all: 300, stolen: 15 })).toBe(0.05)
    expect(stolenBetween(null, { all: 300, stolen: 15 })).toBeNull()
  })
})

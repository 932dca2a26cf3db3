import { readFile } from 'node:fs/promises'
import { getPriority } from 'node:os'
import { expect, it } from 'vitest'
import { poolGivesWay } from './pool-priority.ts'

it.runIf(process.platform === 'linux')('lets the threads of the pool give way, and no other', async () => {
  await readFile(new URL(import.meta.url))
  expect(poolGivesWay()).toBeGreaterThan(0)
  expect(getPriority(process.pid)).toBe(0)
})

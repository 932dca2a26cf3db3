import { expect, it } from 'vitest'
import { HandClock, HeldLog } from '../../test/harness/http-edge.ts'
import type { PostgresFiles } from '../files/postgres-files.ts'
import { fileSweep } from './file-sweep.ts'

/** Files of a service that takes so many steps to sweep. */
function filesOf(steps: number) {
  let left = steps
  const sweep = async () => {
    left -= 1
    return left > 0
  }
  return { files: { sweep } as unknown as PostgresFiles, left: () => left }
}

it('sweeps every service until there is no more, then rests for an hour', async () => {
  const [many, few] = [filesOf(3), filesOf(1)]
  const clock = new HandClock()
  const loop = fileSweep([many.files, few.files], clock, new HeldLog().log)
  loop.start()
  await expect.poll(() => many.left()).toBe(0)
  await new Promise(resolve => setImmediate(resolve))
  clock.advance(3_599_999)
  expect(many.left()).toBe(0)
  clock.advance(1)
  await expect.poll(() => many.left()).toBe(-1)
  await loop.stop()
})

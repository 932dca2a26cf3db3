import { expect, it } from 'vitest'
import { sharedBuffers_mb } from './settings.ts'

const GB = 1024 ** 3

it.each([
  [1, 256],
  [4, 256],
  [8, 512],
  [24, 1_024],
  [0.5, 256],
])('with %s GB of memory the server shares what is right for it', (memory_gb, shared_mb) => {
  expect(sharedBuffers_mb(memory_gb * GB)).toBe(shared_mb)
})

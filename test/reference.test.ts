import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { REFERENCE, reference } from '../main/reference.ts'
import { services } from '../main/services.ts'
import { commonRefusals } from '../platform/kit/refusal.ts'

test('the reference in docs/ is what the contracts say; `node bin/madang.mjs reference` writes it anew', () => {
  expect(readFileSync(REFERENCE, 'utf8')).toBe(reference())
})

test('every service has a contract, and what a command is refused with is in a catalogue', () => {
  const known = new Set([
    ...Object.keys(commonRefusals),
    ...services.flatMap(({ refusals }) => Object.keys(refusals ?? {})),
  ])
  for (const { name, contract } of services) {
    expect(contract?.name, name).toBe(name)
    for (const { type, refusals } of Object.values(contract?.commands ?? {}))
      for (const code of refusals) expect(known, `${type} names ${code}`).toContain(code)
  }
})

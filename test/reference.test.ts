import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { derived } from '../main/reference.ts'
import { services } from '../main/services.ts'
import { commonRefusals } from '../platform/kit/refusal.ts'

test.each(derived.map(({ file, text }) => ({ name: file.pathname.split('/').at(-1), file, text })))(
  '$name is what the code says; `node bin/madang.mjs reference` writes it anew',
  ({ file, text }) => {
    expect(readFileSync(file, 'utf8')).toBe(text())
  },
)

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

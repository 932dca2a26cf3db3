import { expect, it } from 'vitest'
import { commonRefusals, refusalsFrom } from './refusal.ts'

it('a catalogue can take some of another one, as they are', () =>
  expect(refusalsFrom(commonRefusals, 'forbidden', 'not_found')).toEqual({
    forbidden: commonRefusals.forbidden,
    not_found: commonRefusals.not_found,
  }))

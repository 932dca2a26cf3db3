import { describe, expect, it } from 'vitest'
import { defineCatalogue, refuse } from '../../kit/refusal.ts'
import { problemOf } from './problem.ts'

const own = defineCatalogue({
  sold_out: { status: 409, ko: '품절이에요.', en: 'It is sold out.' },
  forbidden: { status: 403, ko: '소유자만 할 수 있어요.', en: 'Only its owner may.' },
})

describe('a problem', () => {
  it('says the same refusal in the same bytes', () => {
    const refusal = refuse('sold_out', { available: 2 })
    const expected =
      '{"type":"/problems/sold_out","title":"It is sold out.","status":409,"code":"sold_out","available":2}'
    expect(problemOf(refusal, 'en', own)).toEqual({ status: 409, body: expected })
    expect(problemOf(refusal, 'en', own).body).toBe(expected)
  })

  it('speaks Korean', () => expect(problemOf(refuse('sold_out'), 'ko', own).body).toContain('"title":"품절이에요."'))

  it("prefers the service's own text to the common one", () => {
    expect(JSON.parse(problemOf(refuse('forbidden'), 'en', own).body).title).toBe('Only its owner may.')
    expect(JSON.parse(problemOf(refuse('forbidden'), 'en').body).title).toBe(
      'You do not have permission to do this. Ask an operator if you need it.',
    )
  })

  it('lets no detail pass for one of its own members', () => {
    const refusal = refuse('sold_out', { status: 200, code: 'fine', type: 'x', title: 'y' })
    expect(JSON.parse(problemOf(refusal, 'en', own).body)).toMatchObject({ status: 409, code: 'sold_out' })
  })

  it.each(['unheard_of', 'toString', '__proto__'])('of no catalogue (%s) is a fault', code =>
    expect(() => problemOf(refuse(code), 'en', own)).toThrow(code),
  )
})

import { describe, expect, it } from 'vitest'
import { printTransitions, transitions } from './transitions.ts'

type Status = 'new' | 'open' | 'done' | 'dropped'

const moves = transitions<Status>()({
  refusal: 'wrong_status',
  table: {
    open: { from: ['new'], to: 'open' },
    close: { from: ['new', 'open'], to: ['done', 'dropped'], refusal: 'not_open' },
  },
})

describe('a table of transitions', () => {
  it.each<[Status, 'open' | 'close', boolean]>([
    ['new', 'open', true],
    ['open', 'open', false],
    ['new', 'close', true],
    ['open', 'close', true],
    ['done', 'close', false],
  ])('in state %s, %s: %j', (status, command, allowed) => {
    expect(moves.allows({ status }, command)).toBe(allowed)
    expect(moves.refusal({ status }, command) === null).toBe(allowed)
  })

  it('refuses with the code of the command, else that of the table, and says the state', () => {
    expect(moves.refusal({ status: 'done' }, 'open')).toEqual({
      refused: true,
      code: 'wrong_status',
      details: { status: 'done' },
    })
    expect(moves.refusal({ status: 'done' }, 'close')).toMatchObject({ code: 'not_open' })
  })

  it('is printed row by row', () =>
    expect(printTransitions(moves.rows)).toBe(
      'open: new → open, else wrong_status\nclose: new | open → done | dropped, else not_open',
    ))

  it('without a refusal tells only what is allowed', () => {
    const reports = transitions<Status>()({ table: { close: { from: ['open'], to: 'done' } } })
    expect(reports.allows({ status: 'done' }, 'close')).toBe(false)
    expect(() => reports.refusal({ status: 'done' }, 'close')).toThrow('has no refusal')
    expect(printTransitions(reports.rows)).toBe('close: open → done')
  })
})

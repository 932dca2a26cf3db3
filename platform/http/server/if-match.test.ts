import { Type } from 'typebox'
import { describe, expect, test } from 'vitest'
import { Given } from '../../../test/harness/given.ts'
import { defineAggregate } from '../../kit/aggregate.ts'
import { commandOn } from '../../kit/command-on.ts'
import { event } from '../../kit/contract.ts'
import { isRefusal, refuse } from '../../kit/refusal.ts'
import { contentTag, editOf, versionTag } from '../routes/etag.ts'
import { conditionIn, onlyIf } from './if-match.ts'

const noted = event('notes.noted', Type.Object({ text: Type.String() }))
const note = defineAggregate({
  name: 'note',
  shape: 1,
  initial: () => ({ text: '' }),
  events: [noted],
  evolve: (_state: { readonly text: string }, { data }) => ({ text: data.text }),
})
const key = note.key('n')
const write = (text: string) =>
  commandOn(note, 'n', 'notes.write', ({ text: before }, head) =>
    before === 'final' ? refuse('note_final') : [noted.of(head, { text })],
  )
const writeIf = (condition: string) => onlyIf(condition, editOf(key, versionTag), write('second'))

/** A note of one version. */
const given = (text = 'first') => new Given([note]).happened(noted.of(key, { text }))

describe('a write under a condition', () => {
  test.each([
    ['"1"', [noted.type]],
    ['"0", "1"', [noted.type]],
    ['*', [noted.type]],
    ['"2"', 'precondition_failed'],
    ['"1 "', 'precondition_failed'],
    ['W/"1"', 'precondition_failed'],
    ['W/"1", "1"', [noted.type]],
  ])('%s: %s', (condition, said) => expect(given().when(writeIf(condition)).said).toEqual(said))

  test('changes nothing where it does not hold', () => {
    const before = given()
    before.when(writeIf('"1"'))
    expect(before.when(writeIf('"1"'))).toMatchObject({ said: 'precondition_failed', messages: [] })
    expect(before.state(key)).toEqual({ text: 'second' })
  })

  test.each(['*', '"1"', '"0"'])('%s does not hold for what is not there', condition =>
    expect(new Given([note]).when(writeIf(condition)).said).toBe('precondition_failed'),
  )

  test('is refused for what else is wrong first', () =>
    expect(given('final').when(writeIf('"7"')).said).toBe('note_final'))

  test('may be about a part of the head only', () => {
    const edit = editOf(key, ({ state }) => contentTag(state))
    const tag = contentTag({ text: 'first' })
    const once = given().happened(noted.of(key, { text: 'first' }))
    expect(once.when(onlyIf(tag, edit, write('second'))).said).toEqual([noted.type])
    expect(once.when(onlyIf(tag, edit, write('third'))).said).toBe('precondition_failed')
  })
})

describe('the header', () => {
  test.each(['"1"', '""', '*', 'W/"1"', '"1","2"', '"a b", W/"c"'.replace(' b', 'b')])('%s is taken', header =>
    expect(conditionIn(header)).toBe(header),
  )
  test('may be left out', () => expect(conditionIn(undefined)).toBeNull())
  test.each(['', '1', '"1', '1"', '"1" "2"', '*, "1"', '"1",', 'w/"1"', '"é"', `"${'x'.repeat(1_000)}"`])(
    '%s is refused',
    header => expect(isRefusal(conditionIn(header))).toBe(true),
  )
})

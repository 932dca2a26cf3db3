import { expect, test } from 'vitest'
import { meaningOf } from './meaning.ts'

test.each([
  ['2026-11-0000064', { kind: 'number', number: '2026-11-0000064' }],
  [' #2026-11-0000064 ', { kind: 'number', number: '2026-11-0000064' }],
  ['ord_01a2', { kind: 'order', id: 'ord_01a2' }],
  ['"pay_01a2",', { kind: 'payment', id: 'pay_01a2' }],
  ['mem_01a2', { kind: 'member', id: 'mem_01a2' }],
  ['cor_01a2', { kind: 'correlation', id: 'cor_01a2' }],
  ['demo-286', { kind: 'other', id: 'demo-286' }],
  ['  ', null],
])('%s', (text, meaning) => expect(meaningOf(text)).toEqual(meaning))

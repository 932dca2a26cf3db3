import { expect, test } from 'vitest'
import { choicesFor } from './choices.ts'

test('everybody chooses what concerns them', () => {
  expect(choicesFor({ roles: ['customer'] })).toEqual(['orders', 'money', 'announcements', 'marketing'])
  expect(choicesFor({ roles: ['customer', 'merchant'] })).toContain('settlements')
  expect(choicesFor({ roles: ['customer', 'hr'] })).toEqual(
    expect.arrayContaining(['approvals', 'leave', 'recruiting']),
  )
})

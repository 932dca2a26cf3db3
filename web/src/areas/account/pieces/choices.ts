/** Which kinds of notification somebody may choose, by what they do at Madang. */
import type { Profile } from './queries.ts'

export type Choice = keyof Profile['notifications']

const STAFF = ['employee', 'manager', 'hr']

/** Kinds in the order of the page, and who gets any of them: everyone, or who has one of these roles. */
const CHOICES: readonly (readonly [choice: Choice, roles: readonly string[] | null])[] = [
  ['orders', null],
  ['money', null],
  ['settlements', ['merchant']],
  ['approvals', STAFF],
  ['leave', STAFF],
  ['attendance', STAFF],
  ['quests', STAFF],
  ['recruiting', ['hr', 'interviewer']],
  ['announcements', null],
  ['marketing', null],
]

export const choicesFor = ({ roles }: Pick<Profile, 'roles'>): Choice[] =>
  CHOICES.filter(([, needed]) => needed === null || roles.some(role => needed.includes(role))).map(([choice]) => choice)

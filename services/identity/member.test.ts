import { describe, expect, it } from 'vitest'
import {
  emailClaimed,
  logInFailed,
  memberActivated,
  memberDeactivated,
  memberForgotten,
  memberRegistered,
  profileChanged,
  type Role,
  rolesChanged,
  sessionStarted,
} from '../../contracts/identity.ts'
import type { Command } from '../../platform/kit/command.ts'
import { Given, later, NOON, noSealer, outcomeOf } from './given.ts'
import { activateCommand, deactivateCommand, setRolesCommand } from './members/commands.ts'
import { emailKey } from './members/email.ts'
import { memberKey } from './members/member.ts'
import { changePasswordCommand, changeProfileCommand, forgetCommand } from './profile/commands.ts'
import { registerCommand } from './registration/command.ts'

const ID = 'mem_1'
const stream = memberKey(ID)
const sealed = { email: 'v1.email', name: 'v1.name', passwordHash: 'v1.hash' }
const registered = {
  memberId: ID,
  roles: ['customer'] as Role[],
  region: '서울',
  language: 'ko' as const,
  emailIndex: 'idx',
  sealed,
}
const claim = emailClaimed.of(emailKey('idx'), { emailIndex: 'idx', memberId: ID })
const registration = memberRegistered.of(stream, registered)
const deactivation = memberDeactivated.of(stream, { memberId: ID })
const activation = memberActivated.of(stream, { memberId: ID })
const forgetting = memberForgotten.of(stream, { memberId: ID })
const roles = (...given: Role[]) => rolesChanged.of(stream, { memberId: ID, roles: given })
const logIn = (sessionId: string) =>
  sessionStarted.of(stream, {
    memberId: ID,
    sessionId,
    refreshHash: `hash of ${sessionId}`,
    expiresAt: later(86_400_000).toISOString(),
    ended: [],
  })

const registering = { registered, tokens: null, user: { id: ID }, sealer: noSealer }
const register = registerCommand(registering)
const setRoles = (asked: Role[], operator = 'mem_op') => setRolesCommand(ID, asked, operator)
const changePassword = (right: boolean, against = 'v1.hash') =>
  changePasswordCommand({
    memberId: ID,
    sessionId: 'ses_1',
    password: { right, against },
    sealedPasswordHash: 'v1.new',
    language: 'ko',
  })

type Row = [name: string, given: Given, when: Command, then: ReturnType<typeof outcomeOf>]

describe.each<[string, Row[]]>([
  [
    'registering',
    [
      ['claims the address', new Given(), register, { status: 201, events: ['email-claimed', 'member-registered'] }],
      ['is refused for a taken address', new Given(claim), register, { code: 'email_taken', events: [] }],
    ],
  ],
  [
    'the roles',
    [
      ['grow', new Given(registration), setRoles(['merchant']), { status: 200, events: ['roles-changed'] }],
      ['stay', new Given(registration, logIn('ses_1')), setRoles([]), { status: 200, events: [] }],
      [
        'shrink, and every log-in ends',
        new Given(registration, roles('customer', 'merchant'), logIn('ses_1')),
        setRoles(['customer']),
        { status: 200, events: ['roles-changed', 'sessions-revoked'] },
      ],
      [
        'of the operator who asks keep `operator`',
        new Given(registration, roles('customer', 'operator')),
        setRoles([], ID),
        { code: 'own_account', events: [] },
      ],
      ['of nobody', new Given(), setRoles(['hr']), { code: 'member_unknown', events: [] }],
      ['of who left', new Given(registration, forgetting), setRoles(['hr']), { code: 'member_forgotten', events: [] }],
    ],
  ],
  [
    'deactivating',
    [
      [
        'ends every log-in',
        new Given(registration, logIn('ses_1'), logIn('ses_2')),
        deactivateCommand(ID, 'mem_op'),
        { status: 200, events: ['member-deactivated', 'sessions-revoked'] },
      ],
      [
        'again is refused',
        new Given(registration, deactivation),
        deactivateCommand(ID, 'mem_op'),
        { code: 'already_deactivated', events: [] },
      ],
      ['oneself is refused', new Given(registration), deactivateCommand(ID, ID), { code: 'own_account', events: [] }],
      ['nobody is refused', new Given(), deactivateCommand(ID, 'mem_op'), { code: 'member_unknown', events: [] }],
    ],
  ],
  [
    'activating',
    [
      [
        'lets back in',
        new Given(registration, deactivation),
        activateCommand(ID),
        { status: 200, events: ['member-activated'] },
      ],
      [
        'who is active is refused',
        new Given(registration),
        activateCommand(ID),
        { code: 'already_active', events: [] },
      ],
      [
        'who left is refused',
        new Given(registration, deactivation, forgetting),
        activateCommand(ID),
        { code: 'member_forgotten', events: [] },
      ],
    ],
  ],
  [
    'a new password',
    [
      [
        'ends every other log-in',
        new Given(registration, logIn('ses_1'), logIn('ses_2')),
        changePassword(true),
        { status: 204, events: ['password-changed', 'sessions-revoked'] },
      ],
      [
        'ends none when there is no other',
        new Given(registration, logIn('ses_1')),
        changePassword(true),
        { status: 204, events: ['password-changed'] },
      ],
      [
        'needs the current one; a wrong one counts',
        new Given(registration),
        changePassword(false),
        { code: 'bad_credentials', status: 401, events: ['log-in-failed'] },
      ],
      [
        'is refused when another was set meanwhile',
        new Given(registration),
        changePassword(true, 'v1.older'),
        { code: 'bad_credentials', status: 401, events: [] },
      ],
      [
        'is refused while locked',
        new Given(
          registration,
          logInFailed.of(stream, { memberId: ID, failures: 5, lockedUntil: later(1).toISOString() }),
        ),
        changePassword(true),
        { code: 'locked', events: [] },
      ],
      [
        'is refused for the deactivated',
        new Given(registration, deactivation),
        changePassword(true),
        { code: 'inactive', events: [] },
      ],
    ],
  ],
  [
    'leaving',
    [
      [
        'deactivates, forgets and frees the address',
        new Given(claim, registration, logIn('ses_1')),
        forgetCommand(ID, 'idx'),
        { status: 204, events: ['member-deactivated', 'sessions-revoked', 'member-forgotten', 'email-released'] },
      ],
      [
        'is refused for the deactivated',
        new Given(claim, registration, deactivation),
        forgetCommand(ID, 'idx'),
        { code: 'inactive', events: [] },
      ],
    ],
  ],
])('%s', (_, rows) => {
  it.each(rows)('%s', (_name, given, when, then) => {
    expect(outcomeOf(given.when(when))).toEqual(then)
  })
})

describe('a member', () => {
  it('has the profile that was set last; null takes a value away', () => {
    const change = (changed: object) => profileChanged.of(stream, { memberId: ID, sealed: {}, ...changed })
    const given = new Given(
      registration,
      change({ sealed: { phone: 'v1.phone', name: 'v1.other' }, language: 'en' }),
      change({ sealed: { phone: null }, region: null }),
    )
    expect(given.state(stream)).toMatchObject({
      status: 'active',
      region: null,
      language: 'en',
      sealed: { email: 'v1.email', name: 'v1.other', phone: null, address: null, passwordHash: 'v1.hash' },
      registeredAt: NOON.toISOString(),
    })
  })

  it('who left has nothing personal left in the state, and the address can be claimed again', () => {
    const before = new Given(claim, registration, logIn('ses_1'))
    const given = before.and(before.when(forgetCommand(ID, 'idx')))
    expect(given.state(stream)).toMatchObject({
      status: 'forgotten',
      sealed: null,
      emailIndex: '',
      sessions: {},
    })
    const again = registerCommand({ ...registering, registered: { ...registered, memberId: 'mem_2' } })
    expect(outcomeOf(given.when(again))).toMatchObject({ status: 201 })
  })

  it('is active again after an activation, without the old log-ins', () => {
    const before = new Given(registration, logIn('ses_1'))
    const given = before.and(before.when(deactivateCommand(ID, 'mem_op')))
    const back = given.and(given.when(activateCommand(ID)))
    expect(back.state(stream)).toMatchObject({ status: 'active', sessions: {} })
    expect(outcomeOf(new Given(registration, deactivation, activation).when(deactivateCommand(ID, 'x'))).status).toBe(
      200,
    )
  })

  it('cannot change a profile once deactivated', () => {
    const command = changeProfileCommand({ memberId: ID, region: '부산', sealed: {} }, () => ({}), noSealer)
    expect(outcomeOf(new Given(registration).when(command))).toMatchObject({ events: ['profile-changed'] })
    expect(outcomeOf(new Given(registration, deactivation).when(command))).toEqual({ code: 'inactive', events: [] })
  })
})

import { describe, expect, it } from 'vitest'
import {
  emailClaimed,
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
import type { NewMessage } from '../../platform/kit/message.ts'
import { afterTry, NO_TRIES } from '../../platform/kit/throttle.ts'
import { Given, noSealer, type Result, resultOf } from '../../test/harness/given.ts'
import { beginLeaving, FINISH_AFTER_MS, forget, stay } from './leaving/commands.ts'
import { activateCommand, deactivateCommand, setRolesCommand } from './members/commands.ts'
import { emailClaim, emailKey } from './members/email.ts'
import { type Member, member, memberKey } from './members/member.ts'
import { changePasswordCommand, changeProfileCommand } from './profile/commands.ts'
import { registerCommand } from './registration/command.ts'
import { sessionGates, throttle } from './sessions/throttle.ts'

const NOON = new Date('2026-11-01T12:00:00Z')
const later = (by_ms: number): string => new Date(NOON.getTime() + by_ms).toISOString()
const givenThat = (...events: readonly NewMessage[]) =>
  new Given([emailClaim, member, throttle.aggregate], NOON).happened(...events)

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
const leaving = memberDeactivated.of(stream, { memberId: ID, leaving: true })
const owed = { code: 'orders_open', text: { ko: '주문', en: 'Orders' }, count: 1 }
const INACTIVE = { code: 'inactive', events: [] }
const activation = memberActivated.of(stream, { memberId: ID })
const forgetting = memberForgotten.of(stream, { memberId: ID })
const roles = (...given: Role[]) => rolesChanged.of(stream, { memberId: ID, roles: given })
const logIn = (sessionId: string) =>
  sessionStarted.of(stream, {
    memberId: ID,
    sessionId,
    refreshHash: `hash of ${sessionId}`,
    expiresAt: later(86_400_000),
    ended: [],
  })

const triesOf = (count: number) =>
  gates.map(({ key, terms }) => {
    let tries = NO_TRIES
    for (let n = 0; n < count; n += 1) tries = afterTry(tries, terms, NOON)
    return { stream: key, type: 'identity.tried', data: tries }
  })
const registering = {
  registered,
  sealedPhone: null,
  tokens: null,
  deviceToken: 'device',
  user: { id: ID },
  sealer: noSealer,
}
const register = registerCommand(registering)
const setRoles = (requested: Role[], operator = 'mem_op') => setRolesCommand(ID, requested, operator)
const gates = sessionGates('ses_1')
const changePassword = (right: boolean, against = 'v1.hash') =>
  changePasswordCommand({ memberId: ID, password: { right, against }, gates }, 'ses_1', 'v1.new')

type Row = [name: string, given: Given, when: Command, then: Result]

describe.each<[string, Row[]]>([
  [
    'registering',
    [
      ['claims the address', givenThat(), register, { status: 201, events: ['email-claimed', 'member-registered'] }],
      ['is refused for a taken address', givenThat(claim), register, { code: 'email_taken', events: [] }],
    ],
  ],
  [
    'the roles',
    [
      ['grow', givenThat(registration), setRoles(['merchant']), { status: 200, events: ['roles-changed'] }],
      ['stay', givenThat(registration, logIn('ses_1')), setRoles([]), { status: 200, events: [] }],
      [
        'shrink, and every log-in ends',
        givenThat(registration, roles('customer', 'merchant'), logIn('ses_1')),
        setRoles(['customer']),
        { status: 200, events: ['roles-changed', 'sessions-revoked'] },
      ],
      [
        'of the operator who asks keep `operator`',
        givenThat(registration, roles('customer', 'operator')),
        setRoles([], ID),
        { code: 'own_account', events: [] },
      ],
      ['of nobody', givenThat(), setRoles(['hr']), { code: 'member_unknown', events: [] }],
      ['of who left', givenThat(registration, forgetting), setRoles(['hr']), { code: 'member_forgotten', events: [] }],
    ],
  ],
  [
    'deactivating',
    [
      [
        'ends every log-in',
        givenThat(registration, logIn('ses_1'), logIn('ses_2')),
        deactivateCommand(ID, 'mem_op'),
        { status: 200, events: ['member-deactivated', 'sessions-revoked'] },
      ],
      [
        'again is refused',
        givenThat(registration, deactivation),
        deactivateCommand(ID, 'mem_op'),
        { code: 'already_deactivated', events: [] },
      ],
      ['oneself is refused', givenThat(registration), deactivateCommand(ID, ID), { code: 'own_account', events: [] }],
      ['nobody is refused', givenThat(), deactivateCommand(ID, 'mem_op'), { code: 'member_unknown', events: [] }],
    ],
  ],
  [
    'activating',
    [
      [
        'lets back in',
        givenThat(registration, deactivation),
        activateCommand(ID),
        { status: 200, events: ['member-activated'] },
      ],
      [
        'who is active is refused',
        givenThat(registration),
        activateCommand(ID),
        { code: 'already_active', events: [] },
      ],
      [
        'who left is refused',
        givenThat(registration, deactivation, forgetting),
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
        givenThat(registration, logIn('ses_1'), logIn('ses_2')),
        changePassword(true),
        { status: 204, events: ['password-changed', 'sessions-revoked'] },
      ],
      [
        'ends none when there is no other',
        givenThat(registration, logIn('ses_1')),
        changePassword(true),
        { status: 204, events: ['password-changed'] },
      ],
      [
        'needs the current one; a wrong one counts',
        givenThat(registration),
        changePassword(false),
        { code: 'bad_credentials', status: 401, events: ['log-in-failed', 'tried'] },
      ],
      [
        'is refused when another was set meanwhile',
        givenThat(registration),
        changePassword(true, 'v1.older'),
        { code: 'bad_credentials', status: 401, events: [] },
      ],
      [
        'is refused after too many wrong ones',
        givenThat(registration, ...triesOf(5)),
        changePassword(true),
        { code: 'too_many_tries', events: [] },
      ],
      [
        'is refused for the deactivated',
        givenThat(registration, deactivation),
        changePassword(true),
        { code: 'inactive', events: [] },
      ],
    ],
  ],
  [
    'leaving',
    [
      [
        'begins with the end of every log-in',
        givenThat(claim, registration, logIn('ses_1')),
        beginLeaving(ID),
        { status: 200, events: ['member-deactivated', 'sessions-revoked'] },
      ],
      [
        'forgets and frees the address',
        givenThat(claim, registration, leaving),
        forget(ID, 'idx'),
        { status: 204, events: ['member-forgotten', 'email-released'] },
      ],
      [
        'ends with a list, and the member as they were, when something came in between',
        givenThat(claim, registration, leaving),
        stay(ID, [owed]),
        { code: 'obligations_open', status: 409, events: ['member-activated'] },
      ],
      [
        'with money in the wallet alone has the code of that',
        givenThat(claim, registration, leaving),
        stay(ID, [{ ...owed, code: 'wallet_balance' }]),
        { code: 'balance_not_zero', status: 409, events: ['member-activated'] },
      ],
      ['is refused for the deactivated', givenThat(claim, registration, deactivation), beginLeaving(ID), INACTIVE],
      ['begins once', givenThat(claim, registration, leaving), beginLeaving(ID), INACTIVE],
      [
        'forgets nobody who did not ask for it',
        givenThat(claim, registration, deactivation),
        forget(ID, 'idx'),
        INACTIVE,
      ],
      [
        'forgets nobody whom an operator let back in',
        givenThat(registration, leaving, activation),
        forget(ID, 'idx'),
        INACTIVE,
      ],
      ['lets nobody stay who is gone', givenThat(registration, leaving, forgetting), stay(ID, [owed]), INACTIVE],
    ],
  ],
])('%s', (_, rows) => {
  it.each(rows)('%s', (_name, given, when, then) => {
    expect(resultOf(given.when(when))).toEqual(then)
  })
})

describe('a member', () => {
  it('has the profile that was set last; null takes a value away', () => {
    const change = (changed: object) => profileChanged.of(stream, { memberId: ID, sealed: {}, ...changed })
    const given = givenThat(
      registration,
      change({ sealed: { phone: 'v1.phone', name: 'v1.other' }, language: 'en' }),
      change({ sealed: { phone: null }, region: null }),
    )
    expect(given.state<Member>(stream)).toMatchObject({
      status: 'active',
      region: null,
      language: 'en',
      sealed: { email: 'v1.email', name: 'v1.other', phone: null, address: null, passwordHash: 'v1.hash' },
      registeredAt: NOON.toISOString(),
    })
  })

  it('who left has nothing personal left in the state, and the address can be claimed again', () => {
    const given = givenThat(claim, registration, logIn('ses_1'))
    given.when(beginLeaving(ID))
    given.when(forget(ID, 'idx'))
    expect(given.state<Member>(stream)).toMatchObject({
      status: 'forgotten',
      sealed: null,
      emailIndex: '',
      sessions: {},
    })
    const again = registerCommand({ ...registering, registered: { ...registered, memberId: 'mem_2' } })
    expect(resultOf(given.when(again))).toMatchObject({ status: 201 })
  })

  it('who leaves and of whom nothing is heard any more is looked after by a timer', () => {
    const { decision } = givenThat(registration).when(beginLeaving(ID))
    expect(decision).toMatchObject({
      setTimers: [{ type: 'identity.finish-leaving', at: new Date(later(FINISH_AFTER_MS)), input: { memberId: ID } }],
    })
    expect(givenThat(registration, leaving).when(forget(ID, 'idx')).decision).toMatchObject({
      clearTimers: [`leave/${ID}`],
    })
  })

  it('is active again after an activation, without the old log-ins', () => {
    const given = givenThat(registration, logIn('ses_1'))
    given.when(deactivateCommand(ID, 'mem_op'))
    given.when(activateCommand(ID))
    expect(given.state<Member>(stream)).toMatchObject({ status: 'active', sessions: {} })
    expect(resultOf(givenThat(registration, deactivation, activation).when(deactivateCommand(ID, 'x'))).status).toBe(
      200,
    )
  })

  it('cannot change a profile once deactivated', () => {
    const command = changeProfileCommand({ memberId: ID, region: '부산', sealed: {} }, () => ({}), noSealer)
    expect(resultOf(givenThat(registration).when(command))).toMatchObject({ events: ['profile-changed'] })
    expect(resultOf(givenThat(registration, deactivation).when(command))).toEqual({ code: 'inactive', events: [] })
  })
})

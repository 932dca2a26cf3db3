import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type NamedAccount, type SealedAccount, sealAccount } from '../../contracts/banking.ts'
import { franchiseChanged, franchiseRegistered } from '../../contracts/franchises.ts'
import { type MemberInfo, memberInfo } from '../../contracts/identity.ts'
import type { Actor } from '../../platform/auth/tokens.ts'
import { bareService } from '../../platform/service/service.ts'
import { verifyApplication } from '../../platform/verification/verify-application.ts'
import { openTestApplication, type TestApplication } from '../../test/harness/application.ts'
import { Given } from '../../test/harness/given.ts'
import { type ServiceEdge, serviceEdge } from '../../test/harness/service-edge.ts'
import { changeFranchise, FEE_BP_DEFAULT, registerFranchise } from './commands.ts'
import { type Franchise, feeSet, franchise, franchiseKey, type Registration } from './franchise.ts'
import { franchises } from './service.ts'

const franchiseId = 'frn_1'
const sealed = (last4: string): SealedAccount => ({
  owner: franchiseId,
  bankCode: '004',
  last4,
  sealed: `sealed ${last4}`,
})
const registration: Registration = {
  franchiseId,
  merchantId: 'mem_owner',
  name: '마당 부산점',
  region: '부산',
  bankAccount: sealed('6789'),
  feeBp: 250,
  active: true,
  sealedContact: 'sealed contact',
}
const showing = { sealer: null, present: ({ name, feeBp, active }: Franchise) => ({ name, feeBp, active }) }
const owner: Actor = { id: 'mem_owner', roles: ['merchant'], session: '' }
const operator: Actor = { id: 'mem_op', roles: ['operator'], session: '' }
const stranger: Actor = { id: 'mem_else', roles: ['merchant'], session: '' }
const registered = () => {
  const given = new Given([franchise])
  given.when(registerFranchise(registration, showing))
  return given
}

describe('a franchise', () => {
  test('is registered once, with its first fee', () => {
    const given = new Given([franchise])
    expect(given.when(registerFranchise(registration, showing)).said).toEqual([franchiseRegistered.type, feeSet.type])
    expect(given.when(registerFranchise(registration, showing)).said).toBe('franchise_exists')
  })

  test.each([
    ['its owner changes the name', owner, { name: '마당 해운대점' }, [franchiseChanged.type]],
    ['its owner changes the account', owner, { bankAccount: sealed('1111') }, [franchiseChanged.type]],
    ['its owner closes it', owner, { active: false }, [franchiseChanged.type]],
    ['its owner wants another fee', owner, { feeBp: 0 }, 'fee_by_operator'],
    ['its owner wants the same fee', owner, { feeBp: 250 }, 'fee_by_operator'],
    ['an operator sets the fee', operator, { feeBp: 33 }, [franchiseChanged.type, feeSet.type]],
    ['an operator sets the fee it has', operator, { feeBp: 250 }, []],
    ['nothing is different', owner, { name: registration.name }, []],
    ['somebody else changes it', stranger, { name: '내 가게' }, 'forbidden'],
  ])('%s', (_, by, change, said) => {
    expect(registered().when(changeFranchise(franchiseId, by, change, showing)).said).toEqual(said)
  })

  test('that nobody registered is unknown', () => {
    expect(new Given([franchise]).when(changeFranchise(franchiseId, operator, {}, showing)).said).toBe(
      'franchise_unknown',
    )
  })

  test('tells all of itself at each change, and numbers its fees', () => {
    const given = registered()
    given.when(changeFranchise(franchiseId, operator, { feeBp: 33 }, showing))
    const { messages } = given.when(changeFranchise(franchiseId, operator, { feeBp: 100, region: null }, showing))
    expect(messages.map(({ data }) => data)).toEqual([
      { ...registration, feeBp: 100, region: null },
      { franchiseId, number: 3, feeBp: 100, previousBp: 33 },
    ])
    expect(given.state<Franchise>(franchiseKey(franchiseId))).toMatchObject({ feeBp: 100, fees: 3 })
  })
})

const members: Record<string, MemberInfo['roles']> = {
  mem_owner: ['customer', 'merchant'],
  mem_else: ['merchant'],
  mem_shopper: ['customer'],
}
const silent = new URL('../../test/core/migrations/', import.meta.url)
const identity = bareService({
  name: 'identity',
  migrations: silent,
  rpc: () => ({
    [memberInfo.type]: async ({ memberId }: { memberId: string }) => {
      const roles = members[memberId]
      return roles ? { memberId, active: true, roles, region: null, language: 'ko', notifications: {} } : null
    },
  }),
})
const banking = bareService({
  name: 'banking',
  migrations: silent,
  rpc: () => ({
    [sealAccount.type]: async ({ owner: of, bankCode, accountNumber }: NamedAccount) => ({
      owner: of,
      bankCode,
      last4: accountNumber.slice(-4),
      sealed: 'sealed',
    }),
  }),
})

describe('over HTTP', () => {
  let application: TestApplication
  let edge: ServiceEdge
  const bankAccount = { bankCode: '004', accountNumber: '110-123-456789', holderName: '박점주' }
  const body = { name: '마당 부산점', contact: '010-1234-5678', region: '부산', bankAccount }
  const merchant = { id: 'mem_owner', roles: ['customer', 'merchant'] }
  const other = { id: 'mem_else', roles: ['merchant'] }
  const boss = { id: 'mem_op', roles: ['operator'] }
  const shopper = { id: 'mem_shopper' }

  beforeAll(async () => {
    application = await openTestApplication({ services: [identity, banking, franchises] })
    edge = serviceEdge(application, 'franchises')
  })
  afterAll(async () => {
    await edge.close()
    await application.close()
  })

  const register = async (more: object = {}) =>
    (await edge.ask(merchant, 'POST', '/api/franchises', { ...body, ...more })).body

  test('its owner sees what was registered, everybody else its name and status', async () => {
    const made = await edge.ask(merchant, 'POST', '/api/franchises', body)
    expect(made.status).toBe(201)
    const { id } = made.body
    const full = {
      id,
      name: body.name,
      active: true,
      merchantId: merchant.id,
      region: '부산',
      contact: body.contact,
      bankAccount: { bankCode: '004', last4: '6789' },
      feeBp: FEE_BP_DEFAULT,
      createdAt: expect.any(String),
    }
    expect(made.body).toEqual(full)
    for (const who of [merchant, boss]) expect((await edge.ask(who, 'GET', `/api/franchises/${id}`)).body).toEqual(full)
    for (const who of [null, shopper, other]) {
      const { status, body: seen } = await edge.ask(who, 'GET', `/api/franchises/${id}`)
      expect([status, seen]).toEqual([200, { id, name: body.name, active: true }])
    }
  })

  test.each([
    ['a customer registers', shopper, body, 403, 'forbidden'],
    ['a merchant for somebody else', merchant, { ...body, merchantId: 'mem_else' }, 403, 'forbidden'],
    ['a merchant with a fee', merchant, { ...body, feeBp: 0 }, 403, 'fee_by_operator'],
    ['an operator for nobody', boss, { ...body, merchantId: 'mem_none' }, 422, 'merchant_unknown'],
    ['an operator for a customer', boss, { ...body, merchantId: 'mem_shopper' }, 422, 'merchant_unknown'],
    ['an operator for themselves', boss, body, 422, 'merchant_unknown'],
    ['a fee over everything', boss, { ...body, feeBp: 10_001 }, 400, 'invalid_request'],
    ['no account', merchant, { ...body, bankAccount: undefined }, 400, 'invalid_request'],
  ])('%s: refused', async (_, as, request, status, code) => {
    const answer = await edge.ask(as, 'POST', '/api/franchises', request)
    expect([answer.status, answer.body.code]).toEqual([status, code])
  })

  test('an operator registers one for a merchant, with a fee', async () => {
    const request = { ...body, merchantId: 'mem_owner', feeBp: 33 }
    const { body: made } = await edge.ask(boss, 'POST', '/api/franchises', request)
    expect(made).toMatchObject({ merchantId: 'mem_owner', feeBp: 33 })
  })

  test('the fee changes by an operator only, and the history says how', async () => {
    const { id } = await register()
    const change = (as: typeof boss, feeBp: number) => edge.ask(as, 'PATCH', `/api/franchises/${id}`, { feeBp })
    expect((await change(merchant, 0)).body.code).toBe('fee_by_operator')
    expect((await change(other, 0)).body.code).toBe('forbidden')
    expect((await change(boss, 33)).body).toMatchObject({ feeBp: 33, contact: body.contact })
    await change(boss, 100)
    const { body: history } = await edge.ask(merchant, 'GET', `/api/franchises/${id}/fees`)
    const at = expect.any(String)
    expect(history.items).toEqual([
      { feeBp: 100, previousBp: 33, setBy: 'mem_op', at },
      { feeBp: 33, previousBp: 250, setBy: 'mem_op', at },
      { feeBp: 250, previousBp: null, setBy: 'mem_owner', at },
    ])
    const first = (await edge.ask(boss, 'GET', `/api/franchises/${id}/fees?limit=2`)).body
    const rest = await edge.ask(boss, 'GET', `/api/franchises/${id}/fees?limit=2&cursor=${first.nextCursor}`)
    expect(rest.body).toMatchObject({ items: [{ feeBp: 250 }], nextCursor: null })
    expect((await edge.ask(other, 'GET', `/api/franchises/${id}/fees`)).body.code).toBe('forbidden')
  })

  test('its owner changes contact and account, and closes it', async () => {
    const { id } = await register()
    const change = {
      contact: '051-000-1234',
      bankAccount: { ...bankAccount, accountNumber: '333-22-4444' },
      active: false,
      region: null,
    }
    const changed = await edge.ask(merchant, 'PATCH', `/api/franchises/${id}`, change)
    expect(changed.body).toMatchObject({
      contact: change.contact,
      bankAccount: { bankCode: '004', last4: '4444' },
      active: false,
      region: null,
      name: body.name,
    })
    expect((await edge.ask(null, 'GET', `/api/franchises/${id}`)).body).toEqual({ id, name: body.name, active: false })
    expect((await edge.ask(merchant, 'PATCH', '/api/franchises/frn_none', {})).body.code).toBe('franchise_unknown')
  })

  test('the list shows all by name, and one’s own in full', async () => {
    const { id } = await register()
    const listed = async (as: typeof other | null, query = '') =>
      (await edge.ask(as, 'GET', `/api/franchises?limit=100${query}`)).body.items
    expect((await listed(other))[0]).toEqual({ id, name: body.name, active: true })
    expect((await listed(merchant))[0]).toMatchObject({ id, contact: body.contact })
    expect(await listed(other, '&mine=true')).toEqual([])
    expect(await listed(merchant, '&mine=true')).toEqual(await listed(boss))
  })

  test('contact and account are nowhere in clear', async () => {
    const { context } = application.application.service('franchises')
    const { rows } = await context.read.query<{ text: string }>(
      `select e.data::text || h.state::text as text from events e join heads h using (stream)
       union all select row_to_json(c)::text from commands c`,
    )
    expect(rows.length).toBeGreaterThan(5)
    for (const { text } of rows)
      for (const secret of ['1234-5678', '110-123', '박점주', '000-1234']) expect(text).not.toContain(secret)
  })

  test('once the merchant is forgotten nobody reads the contact any more', async () => {
    const { id } = await register()
    await application.application.service('franchises').context.vault.forget(merchant.id)
    const { body: seen } = await edge.ask(boss, 'GET', `/api/franchises/${id}`)
    expect(seen).toMatchObject({ id, contact: null, name: body.name })
    const changed = await edge.ask(boss, 'PATCH', `/api/franchises/${id}`, { contact: '02-1' })
    expect(changed.body.code).toBe('merchant_unknown')
    expect((await edge.ask(boss, 'PATCH', `/api/franchises/${id}`, { active: false })).body.active).toBe(false)
  })
  test('and after all that the read models equal the events', async () => {
    await application.application.awaitIdle()
    const results = await verifyApplication(application.database.url, [franchises])
    expect(results.length).toBeGreaterThan(5)
    expect(results.filter(({ differences }) => differences.length > 0)).toEqual([])
  })
})

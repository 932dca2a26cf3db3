import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ACCOUNT_TERMS, PAYEE_TERMS } from '../../services/banking/inquiries.ts'
import { type AtBank, type Member, openTestPlatform, type TestPlatform } from '../harness/platform.ts'

/** Who would get the money is told before any is sent. */
let madang: TestPlatform
beforeAll(async () => {
  madang = await openTestPlatform()
})
afterAll(() => madang.close())

describe('a member', () => {
  const find = (by: Member, to: object) => madang.post('/api/remittances/recipients', { to }, by.token)

  test('is found by e-mail address or id, and seen by a masked name', async () => {
    const [minji, seojun] = [await madang.register('김민지'), await madang.register('이서준')]
    const { email } = (await madang.get('/api/users/me', seojun.token)).body
    const found = { status: 200, body: { name: '이*준' } }
    expect(await find(minji, { email })).toMatchObject(found)
    expect(await find(minji, { email: ` ${email.toUpperCase()} ` })).toMatchObject(found)
    expect(await find(minji, { userId: seojun.id })).toMatchObject(found)
  })

  test('who is nobody, or oneself, is refused', async () => {
    const minji = await madang.register('김민지')
    expect(await find(minji, { email: 'nobody@example.com' })).toMatchObject({
      status: 404,
      body: { code: 'recipient_unknown' },
    })
    expect(await find(minji, { userId: minji.id })).toMatchObject({ body: { code: 'self_transfer' } })
  })
})

describe('a bank account', () => {
  const confirm = (by: Member, { bankCode, accountNumber, holderName }: AtBank) =>
    madang.post('/api/banking/payees/confirm', { bankCode, accountNumber, holderName }, by.token)

  test('is confirmed by the bank, with the number as people write it; the answer has no name', async () => {
    const minji = await madang.register('김민지')
    const account = await madang.openBankAccount(0, '박준호')
    const { accountNumber } = account
    const dashed = `${accountNumber.slice(0, 3)}-${accountNumber.slice(3)}`
    expect(await confirm(minji, { ...account, accountNumber: dashed })).toMatchObject({
      status: 200,
      body: { bankCode: '088', last4: accountNumber.slice(-4) },
    })
  })

  test.each<[string, Partial<AtBank>, number, string]>([
    ['that nobody has', { accountNumber: '999999999999' }, 404, 'account_unknown'],
    ['of another name', { holderName: '박준오' }, 422, 'holder_mismatch'],
  ])('%s is refused', async (_, change, status, code) => {
    const minji = await madang.register('김민지')
    const account = await madang.openBankAccount(0, '박준호')
    expect(await confirm(minji, { ...account, ...change })).toMatchObject({ status, body: { code } })
  })

  test('wrong names run out, right ones do not, and bring none back', async () => {
    const minji = await madang.register('김민지')
    const account = await madang.openBankAccount(0, '박준호')
    const other = await madang.openBankAccount(0, '최하은')
    for (let n = 0; n < PAYEE_TERMS.free + 2; n += 1) expect((await confirm(minji, account)).status).toBe(200)
    for (let n = 0; n < PAYEE_TERMS.free; n += 1) {
      expect((await confirm(minji, { ...other, holderName: `홍길동${n}` })).body.code).toBe('holder_mismatch')
      if (n < PAYEE_TERMS.free - 1) expect((await confirm(minji, account)).status).toBe(200)
    }
    expect(await confirm(minji, account)).toMatchObject({ status: 429, body: { code: 'too_many_inquiries' } })
    expect(PAYEE_TERMS.free).toBeLessThan(ACCOUNT_TERMS.free)
  })
})

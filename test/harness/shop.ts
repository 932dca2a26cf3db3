/** A franchise with its merchant and its account at the bank, and payments made there, for stories about them. */
import { vi } from 'vitest'
import { type AtBank, type Member, PASSWORD, type TestPlatform } from './platform.ts'

const wait = { prefer: 'wait=5' }

/** A new log-in: access tokens live ten minutes, less than a clock may be moved; and roles are in them. */
export async function logIn(madang: TestPlatform, member: Member): Promise<Member> {
  const { status, body } = await madang.post('/api/users/login', { email: member.email, password: PASSWORD })
  if (status !== 200) throw new Error(`the log-in answered ${status}: ${JSON.stringify(body)}`)
  return { ...member, token: body.token, refreshToken: body.refreshToken }
}

export async function merchantOf(madang: TestPlatform, operator: Member): Promise<Member> {
  const member = await madang.register('박점주')
  await madang.application.awaitIdle()
  const roles = { roles: ['customer', 'merchant'] }
  await madang.ask('PUT', `/api/users/${member.id}/roles`, { token: operator.token, body: roles })
  return logIn(madang, member)
}

export interface NewShop {
  readonly merchant: Member
  readonly operator: Member
  readonly name: string
  readonly feeBp: number
}

/** Registered by its merchant, with an account of its own at the bank and a fee set by the operator. */
export async function registerFranchise(
  madang: TestPlatform,
  { merchant, operator, name, feeBp }: NewShop,
): Promise<{ id: string; account: AtBank }> {
  const account = await madang.openBankAccount(0, '박점주')
  const body = { name, contact: '051-123-4567', region: '부산', bankAccount: account }
  const made = await madang.post('/api/franchises', body, merchant.token)
  if (made.status !== 201) throw new Error(`the registration answered ${made.status}: ${JSON.stringify(made.body)}`)
  const { id } = made.body
  await madang.ask('PATCH', `/api/franchises/${id}`, { token: operator.token, body: { feeBp } })
  await madang.application.awaitIdle()
  return { id, account }
}

/** Pays at the franchise, and waits for the outcome. */
export async function paid(madang: TestPlatform, { token }: Member, franchiseId: string, amount: number) {
  const body = { franchiseId, amount, paymentMethod: 'wallet' }
  const payment = await madang.post('/api/payments', body, token, wait)
  if (payment.status !== 201) throw new Error(`the payment answered ${payment.status}: ${JSON.stringify(payment.body)}`)
  return payment.body
}

/** Waits until every day that the clock has passed is run, and all that follows from it has ended. */
export async function daysAreRun({ application, clock }: Pick<TestPlatform, 'application' | 'clock'>): Promise<void> {
  const { read } = application.service('settlements')
  const none = async () => {
    const { rows } = await read.query('select type from timers where due_at <= $1', [clock.now()])
    if (rows.length > 0) throw new Error(`due: ${rows.map(({ type }) => type).join(', ')}`)
  }
  await vi.waitFor(none, { timeout: 5_000, interval: 20 })
  await application.awaitIdle()
}

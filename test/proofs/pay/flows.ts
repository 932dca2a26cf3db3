/**
 * The flows of money between wallets, franchises and the bank: who takes part, how each is begun through the public API,
 * and who has how much at each of its ends. Every wallet begins with `WALLET`, every account at the bank with `AT_BANK`.
 */
import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { refundStarted } from '../../../contracts/payments.ts'
import type { AtBank, Member, TestPlatform } from '../../harness/platform.ts'
import { merchantOf, registerFranchise } from '../../harness/shop.ts'

export const WALLET = 5_000
export const AT_BANK = 100_000
/** Basis points; of `SOLD` the franchise gets `EARNED`. */
const FEE_BP = 250
const SOLD = 4_000
const EARNED = 3_900

/** `kept`: it is undone, and what was pulled for it stays in the wallet. */
export type Ending = 'done' | 'undone' | 'kept' | 'stuck'
/** In the wallet, at the bank, and where it goes to. */
export type Money = readonly [wallet: number, atBank: number, there: number]

export interface Subject {
  readonly member: Member
  readonly account: AtBank
  /** The member at the other side, where there is one. */
  readonly other?: Member
  /** Where the bank pays to, if not the member's own account. */
  readonly payee?: AtBank
  /** What its requests name it by. */
  readonly of: readonly string[]
  /** A ledger account, or one at the bank, that the money goes to. */
  readonly there?: string | AtBank
  readonly begin: () => Promise<string>
}

export interface Flow {
  readonly name: string
  readonly service: string
  readonly saga: string
  /** Steps that this flow leaves out, and why. */
  readonly without?: Readonly<Record<string, string>>
  readonly prepare: (kit: Kit) => Promise<Subject>
  readonly ends: Partial<Readonly<Record<Ending, Money>>>
}

/** What the flows are made with. */
export class Kit {
  readonly madang: TestPlatform
  operator: Member
  readonly franchise: { readonly id: string }
  readonly businessDate: string
  /** Of what operators posted by hand, for the comparison with the bank. */
  deposited = 0

  constructor(madang: TestPlatform, made: Pick<Kit, 'operator' | 'franchise' | 'businessDate'>) {
    this.madang = madang
    this.operator = made.operator
    this.franchise = made.franchise
    this.businessDate = made.businessDate
  }

  /** Sent again under its key while the platform says that it broke off. */
  async post(path: string, body: unknown, { token }: Pick<Member, 'token'>) {
    const headers = { 'idempotency-key': randomUUID() }
    for (let tries = 0; tries < 20; tries += 1) {
      const answer = await this.madang.post(path, body, token, headers)
      if (answer.status < 300) return answer.body
      if (answer.status < 500) throw new Error(`${path} answered ${answer.status}: ${answer.text}`)
    }
    throw new Error(`${path} does not answer`)
  }

  async member(): Promise<{ member: Member; account: AtBank }> {
    const member = await this.madang.register()
    const account = await this.madang.linkBankAccount(member, AT_BANK)
    await this.post('/api/money/deposits', { userId: member.id, amount: WALLET }, this.operator)
    this.deposited += WALLET
    return { member, account }
  }

  async ended(service: string, saga: string): Promise<void> {
    const { writer } = this.madang.application.service(service)
    await expect
      .poll(async () => (await writer.head<{ status: string }>(`saga:${saga}`))?.state.status, { timeout: 20_000 })
      .toBe('done')
  }
}

const wallet = ({ id }: Member): string => `wallet:${id}:KRW`

async function single(kit: Kit, begin: (member: Member) => Promise<string>): Promise<Subject> {
  const { member, account } = await kit.member()
  return { member, account, of: [member.id], begin: () => begin(member) }
}

const pay = (kit: Kit, member: Member, franchiseId: string, amount: number) =>
  kit.post('/api/payments', { franchiseId, amount, paymentMethod: 'wallet' }, member)

async function payment(kit: Kit, sagaOf: (paymentId: string) => string): Promise<Subject> {
  return single(kit, async member => sagaOf((await pay(kit, member, kit.franchise.id, 15_000)).id))
}

const order = async (kit: Kit, { id: userId }: Member): Promise<string> =>
  `bank-transfer/${(await kit.post('/api/banking/transfers', { userId, direction: 'in', amount: 10_000 }, kit.operator)).id}`

const remit = (kit: Kit, member: Member, to: unknown) => async () =>
  `remittance/${(await kit.post('/api/remittances', { to, amount: 15_000 }, member)).id}`

const untouched: Money = [WALLET, AT_BANK, 0]

export const flows: readonly Flow[] = [
  {
    name: 'an operator’s transfer',
    service: 'banking',
    saga: 'bank-transfer',
    prepare: kit => single(kit, member => order(kit, member)),
    ends: { done: [WALLET, AT_BANK - 10_000, 0], undone: untouched, stuck: [WALLET, AT_BANK - 10_000, 0] },
  },
  {
    name: 'a reversal',
    service: 'banking',
    saga: 'bank-transfer',
    async prepare(kit) {
      const { member, account } = await kit.member()
      const saga = await order(kit, member)
      await kit.ended('banking', saga)
      const path = `/api/banking/transfers/${saga.split('/')[1]}/reverse`
      const begin = async () => `bank-transfer/${(await kit.post(path, undefined, kit.operator)).id}`
      return { member, account, of: [member.id], begin }
    },
    ends: { done: untouched, undone: [WALLET, AT_BANK - 10_000, 0], stuck: untouched },
  },
  {
    name: 'a top-up',
    service: 'money',
    saga: 'top-up',
    prepare: kit =>
      single(kit, async member => `top-up/${(await kit.post('/api/money/top-ups', { amount: 10_000 }, member)).id}`),
    ends: {
      done: [WALLET + 10_000, AT_BANK - 10_000, 0],
      undone: untouched,
      stuck: [WALLET, AT_BANK - 10_000, 0],
    },
  },
  {
    name: 'a top-up that funds a payment',
    service: 'money',
    saga: 'top-up',
    prepare: kit => payment(kit, paymentId => `top-up/${paymentId.replace('pay_', 'top_')}`),
    ends: { done: [0, AT_BANK - 10_000, 0], undone: untouched, stuck: [WALLET, AT_BANK - 10_000, 0] },
  },
  {
    name: 'a withdrawal',
    service: 'money',
    saga: 'withdrawal',
    prepare: kit =>
      single(
        kit,
        async member => `withdrawal/${(await kit.post('/api/money/withdrawals', { amount: 3_000 }, member)).id}`,
      ),
    ends: { done: [WALLET - 3_000, AT_BANK + 3_000, 0], undone: untouched },
  },
  {
    name: 'a remittance to a member',
    service: 'remittance',
    saga: 'remittance',
    without: { 'pay-out': 'the recipient is a member: the bank has nothing to pay' },
    async prepare(kit) {
      const [{ member, account }, other] = await Promise.all([kit.member(), kit.madang.register()])
      const begin = remit(kit, member, { userId: other.id })
      return { member, account, other, of: [member.id], there: wallet(other), begin }
    },
    ends: {
      done: [0, AT_BANK - 10_000, 15_000],
      undone: untouched,
      kept: [WALLET + 10_000, AT_BANK - 10_000, 0],
      stuck: [WALLET + 10_000, AT_BANK - 10_000, 0],
    },
  },
  {
    name: 'a remittance to a bank account',
    service: 'remittance',
    saga: 'remittance',
    async prepare(kit) {
      const [{ member, account }, payee] = await Promise.all([kit.member(), kit.madang.openBankAccount(0, '이임대')])
      return { member, account, payee, of: [member.id], there: payee, begin: remit(kit, member, payee) }
    },
    ends: {
      done: [0, AT_BANK - 10_000, 15_000],
      undone: untouched,
      kept: [WALLET + 10_000, AT_BANK - 10_000, 0],
      stuck: [WALLET + 10_000, AT_BANK - 10_000, 0],
    },
  },
  {
    name: 'a payment at a franchise with a shortfall',
    service: 'payments',
    saga: 'pay-franchise',
    prepare: kit => payment(kit, paymentId => `pay-franchise/${paymentId}`),
    ends: { done: [0, AT_BANK - 10_000, 0], undone: untouched },
  },
  {
    name: 'its refund',
    service: 'payments',
    saga: 'refund-franchise-payment',
    async prepare(kit) {
      const { member, account } = await kit.member()
      const { id } = await pay(kit, member, kit.franchise.id, SOLD)
      await kit.ended('payments', `pay-franchise/${id}`)
      const begin = async () => {
        await kit.post(`/api/payments/${id}/cancel`, { reason: '환불' }, kit.operator)
        const { rows } = await kit.madang.application
          .service('payments')
          .read.query(`select data ->> 'refundId' as id from events where stream = $1 and type = $2`, [
            `payment:${id}`,
            refundStarted.type,
          ])
        return `refund-payment/${rows[0].id}`
      }
      return { member, account, of: [member.id], begin }
    },
    ends: { done: untouched, undone: [WALLET - SOLD, AT_BANK, 0] },
  },
  {
    name: 'a settlement',
    service: 'settlements',
    saga: 'settle',
    async prepare(kit) {
      const { madang, operator } = kit
      const merchant = await merchantOf(madang, operator)
      const [{ member, account }, shop] = await Promise.all([
        kit.member(),
        registerFranchise(madang, { merchant, operator, name: '마당 부산점', feeBp: FEE_BP }),
      ])
      const { id } = await pay(kit, member, shop.id, SOLD)
      await kit.ended('payments', `pay-franchise/${id}`)
      const own = shop.id.replace('frn_', '')
      // One run begins all of them, see the test.
      const begin = async () => `settle/stl_${kit.businessDate.replaceAll('-', '')}-${own}-krw/1`
      return { member: merchant, account, payee: shop.account, of: [own], there: shop.account, begin }
    },
    // The merchant's own wallet has nothing to do with it, and the account is the payer's.
    ends: { done: [0, AT_BANK, EARNED], undone: [0, AT_BANK, 0] },
  },
]

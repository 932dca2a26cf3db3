/** One more of everything that is listed page by page, through the API. */
import { expect } from 'vitest'
import { services } from '../../main/services.ts'
import { businessDateOf } from '../../platform/ports/business-date.ts'
import { PRICE, PUBLIC_PRODUCT, taskAbout, type World } from './world.ts'

/** How a list grows. */
export interface Listed {
  /** Whose list it is. */
  readonly token: string
  /** Its filters. */
  readonly query?: Readonly<Record<string, string>>
  /** What its path is about, by the name of the parameter, where it is not the first of Minji's things. */
  readonly path?: Readonly<Record<string, string>>
  /** Adds one, and tells it as the list will. `nth` is another number each time. */
  readonly insert: (nth: number) => Promise<unknown>
  /** What tells an item of the list from all others. */
  readonly nameOf: (item: any) => unknown
}

const shippingAddress = { street: '마당로 1', city: '서울', zipCode: '04524' }
const wait = { prefer: 'wait=5' }
const byId = ({ id }: { id: string }): string => id

/** By operation id. */
export function listsOf({ madang, minji, customer, operator, things }: World): Readonly<Record<string, Listed>> {
  async function post(path: string, body: object, token: string, status = 201) {
    const answer = await madang.post(path, body, token, wait)
    expect([path, answer.status], answer.text).toEqual([path, status])
    return answer.body
  }
  const [product = ''] = things.products ?? []
  const [franchise = ''] = things.franchises ?? []
  const [payment = ''] = things.payments ?? []
  const order = async (token: string) =>
    (await post('/api/orders', { items: [{ productId: PUBLIC_PRODUCT, quantity: 1 }], shippingAddress }, token)).id
  const newProduct = async (nth: number) =>
    (await post('/api/products', { name: `잔 ${nth}`, price: 1_000 + nth, category: 'cups' }, minji.token)).id
  const atFranchise = async (franchiseId: string) => {
    const payer = customer.token
    return (await post('/api/payments', { franchiseId, amount: 1_000, paymentMethod: 'wallet' }, payer)).id
  }
  const ofMinji = { token: minji.token, nameOf: byId }
  const amount = (nth: number) => ({ amount: 1_000 + nth })
  const written = (service: string, statement: string, values: readonly unknown[]) =>
    madang.application.service(service).read.inTransaction(tx => tx.query(statement, values))
  const deadLettersOf = (service: string): Listed => ({
    token: operator.token,
    nameOf: byId,
    insert: async nth => {
      const id = `letter_${service}_${1_000 + nth}`
      await written(
        service,
        `insert into dead_letters (id, consumer, source, message, error, attempts, at)
         values ($1, 'test', 'nowhere', '{"type":"test.sent","correlationId":"cor_1"}', 'broken', 5, $2)`,
        [id, madang.clock.now()],
      )
      return id
    },
  })
  return {
    listUsers: {
      token: operator.token,
      nameOf: byId,
      insert: async nth => {
        const person = { email: `nth${nth}@example.test`, password: 'correct horse battery', name: '새 회원' }
        return (await post('/api/users/register', person, '')).user.id
      },
    },
    listProducts: { ...ofMinji, insert: newProduct },
    listOwnProducts: { ...ofMinji, insert: newProduct },
    listStockMovements: {
      token: minji.token,
      path: { id: product },
      nameOf: ({ number }) => number,
      insert: async () =>
        (await post(`/api/products/${product}/stock`, { change: 1, reason: '입고' }, minji.token)).movement.number,
    },
    listTransactions: {
      ...ofMinji,
      insert: async nth => (await post('/api/money/transfers', { to: customer.id, amount: nth }, minji.token)).id,
    },
    listTopUps: { ...ofMinji, insert: async nth => (await post('/api/money/top-ups', amount(nth), minji.token)).id },
    listWithdrawals: {
      ...ofMinji,
      insert: async nth => (await post('/api/money/withdrawals', amount(nth), minji.token)).id,
    },
    listBankTransfers: {
      ...ofMinji,
      insert: async nth =>
        (await post('/api/banking/transfers', { userId: minji.id, direction: 'in', ...amount(nth) }, operator.token))
          .id,
    },
    listFranchises: {
      ...ofMinji,
      insert: async nth => {
        const bankAccount = await madang.openBankAccount(0)
        return (await post('/api/franchises', { name: `${nth}호점`, contact: '-', bankAccount }, minji.token)).id
      },
    },
    listFranchiseFees: {
      token: minji.token,
      path: { id: franchise },
      nameOf: ({ feeBp }) => feeBp,
      async insert(nth) {
        const body = { feeBp: 1_000 + nth }
        const { status } = await madang.ask('PATCH', `/api/franchises/${franchise}`, { token: operator.token, body })
        expect(status).toBe(200)
        return body.feeBp
      },
    },
    listPayments: {
      token: customer.token,
      nameOf: byId,
      async insert(nth) {
        if (nth % 2 === 0) return atFranchise(franchise)
        const pay = { orderId: await order(customer.token), amount: PRICE, paymentMethod: 'wallet' }
        return (await post('/api/payments', pay, customer.token)).id
      },
    },
    listOrders: { ...ofMinji, insert: () => order(minji.token) },
    ...Object.fromEntries(services.map(({ name }) => [`list${titleOf(name)}DeadLetters`, deadLettersOf(name)])),
    listPaymentTasks: {
      token: operator.token,
      nameOf: byId,
      insert: async nth => {
        await written(
          'payments',
          `insert into tasks (id, kind, status, reference, amount, currency, opened_at)
           values ($1, 'suspense', 'open', 'psp_1', 1000, 'KRW', $2)`,
          [`tsk_psp_${nth}`, madang.clock.now()],
        )
        return `tsk_psp_${nth}`
      },
    },
    listNotifications: {
      token: minji.token,
      nameOf: ({ link }) => link,
      insert: async () => {
        const confirmed = {
          items: [{ productId: PUBLIC_PRODUCT, quantity: 1 }],
          shippingAddress,
          paymentMethod: 'wallet',
        }
        const { id } = await post('/api/orders', confirmed, minji.token)
        await madang.application.awaitIdle()
        return `/shop/orders/${id}`
      },
    },
    listAnnouncements: {
      token: minji.token,
      nameOf: byId,
      insert: async nth => {
        const text = { ko: `공지 ${nth}`, en: `Announcement ${nth}`, scope: 'all' }
        return (await post('/api/notifications/announcements', text, operator.token)).id
      },
    },
    listTasks: {
      token: operator.token,
      nameOf: byId,
      insert: nth => taskAbout(madang, payment, `tsk_${nth}`),
    },
    listRemittances: {
      ...ofMinji,
      insert: async nth =>
        (await post('/api/remittances', { to: { userId: customer.id }, ...amount(nth) }, minji.token)).id,
    },
    listLedgerEntries: {
      token: operator.token,
      path: { id: `wallet:${minji.id}:KRW` },
      nameOf: byId,
      insert: async nth => (await post('/api/money/transfers', { to: customer.id, amount: nth }, minji.token)).id,
    },
    listSettlementRuns: {
      token: operator.token,
      nameOf: byId,
      async insert() {
        const businessDate = businessDateOf(madang.clock.now())
        return (await post('/api/settlements/run', { businessDate }, operator.token, 200)).id
      },
    },
    listSettlements: {
      ...ofMinji,
      async insert(nth) {
        const bankAccount = await madang.openBankAccount(0)
        const { id } = await post('/api/franchises', { name: `${nth}호점`, contact: '-', bankAccount }, minji.token)
        await madang.application.awaitIdle()
        await atFranchise(id)
        await madang.application.awaitIdle()
        const businessDate = businessDateOf(madang.clock.now())
        await post('/api/settlements/run', { businessDate }, operator.token, 200)
        const { body } = await madang.get(`/api/settlements?franchiseId=${id}`, minji.token)
        // Another run may have it under way.
        return body.items[0]?.id
      },
    },
  }
}

const titleOf = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1)
const withSagas = services.filter(({ sagas = [] }) => sagas.length > 0)

/** Paged lists that do not grow, or not at their beginning, and why. */
export const CLOSED: Readonly<Record<string, string>> = {
  ...Object.fromEntries(withSagas.map(({ name }) => [`list${titleOf(name)}Sagas`, 'they are listed by name and id'])),
  listSettlementPayments: 'what a settlement is for is said once',
  listLedgerAccounts: 'accounts are listed by their ids',
}

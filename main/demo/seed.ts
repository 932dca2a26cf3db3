/**
 * Creates the demo data by running the real commands: members, products, deposits, and three weeks of purchases and
 * transfers, under a clock that is set back and moved forward day by day.
 */
import type { ProductPicture } from '../../contracts/catalog.ts'
import type { Command } from '../../platform/kit/command.ts'
import { isRefusal } from '../../platform/kit/refusal.ts'
import type { Logger } from '../../platform/ports/logger.ts'
import type { MovableClock } from '../../platform/ports/movable-clock.ts'
import type { Application } from '../../platform/runtime/application.ts'
import { bankOf } from '../../services/banking/http-bank.ts'
import { linkAccount } from '../../services/banking/link.ts'
import { nameCategory } from '../../services/catalog/category.ts'
import { addProduct } from '../../services/catalog/commands.ts'
import { productKey } from '../../services/catalog/product.ts'
import { nameSeller } from '../../services/catalog/seller.ts'
import { createMember } from '../../services/identity/registration/feature.ts'
import { deposit } from '../../services/money/wallets/deposit.ts'
import { TRANSFER_MAX, transferBetweenMembers } from '../../services/money/wallets/transfer.ts'
import { deliverOrder, shipOrder } from '../../services/orders/delivery.ts'
import type { Order } from '../../services/orders/order.ts'
import { prepareOrder } from '../../services/orders/place-order.ts'
import type { BankControl } from '../../simulators/bank/control.ts'
import { announce, readMost } from './notices.ts'
import { DEMO_PASSWORD, type DemoPerson, MEMBERS, OPERATOR } from './people.ts'
import { PICTURES } from './pictures/pictures.ts'
import { SIDE } from './pictures/svg.ts'
import { CATEGORIES, type DemoProduct, PRODUCTS, SELLER_NAME } from './products.ts'
import { Shops } from './shops.ts'

const DAYS = 21
const DAY_MS = 86_400_000
const ORDERS_A_DAY = 3
const ANNOUNCEMENT_DAY = DAYS - 3

class Seeding {
  readonly #application: Application
  #count = 0

  constructor(application: Application) {
    this.#application = application
  }

  /** Runs a command as its actor would; a refusal is a fault of the demo data. */
  async run(service: string, command: Command, actor: string): Promise<{ id: string }> {
    this.#count += 1
    const correlationId = `demo-${this.#count}`
    const { writer } = this.#application.service(service)
    const outcome = await writer.run(command, { actor, correlationId, causationId: correlationId })
    if (outcome.kind === 'refused') throw new Error(`the demo data was refused: ${outcome.refusal.code}`)
    return outcome.body === '' ? { id: '' } : JSON.parse(outcome.body)
  }

  async member(person: DemoPerson): Promise<string> {
    const { email, name, region, roles } = person
    const context = this.#application.service('identity').context
    const made = await createMember(context, { email, name, region, roles, password: DEMO_PASSWORD })
    if (isRefusal(made)) throw new Error(`the demo member ${email} was refused: ${made.code}`)
    return made.memberId
  }

  async offer({ id: productId, ...product }: DemoProduct, merchantId: string): Promise<void> {
    const picture = await this.#pictureOf(productId)
    const tags = [...product.tags]
    const details = { ...product, tags, productId, merchantId, image: null, picture, active: true }
    await this.run('catalog', addProduct(details), merchantId)
  }

  /** Stores the drawing; an SVG of our own has no script in it. */
  async #pictureOf(productId: string): Promise<ProductPicture | null> {
    const drawn = PICTURES[productId]
    if (!drawn) return null
    const { files } = this.#application.service('catalog').context
    const bytes = Buffer.from(drawn.svg)
    const { sha256 } = await files.put({ owner: productKey(productId), subject: null, type: 'image/svg+xml', bytes })
    return { sha256, width: SIDE, height: SIDE, alt: drawn.alt }
  }

  /** Opens the account of a person at the bank, and links it. */
  async link(memberId: string, { name: holderName, bank: account }: DemoPerson, bank: BankControl): Promise<void> {
    if (!account) return
    const { balance, ...named } = account
    await bank.open({ ...named, holderName, balance })
    const { context } = this.#application.service('banking')
    const command = await linkAccount(context, bankOf(context), memberId, { ...named, holderName })
    if (isRefusal(command)) throw new Error(`a demo account was refused: ${command.code}`)
    await this.run('banking', command, memberId)
  }

  async order(memberId: string, day: number, nth: number): Promise<string> {
    const context = this.#application.service('orders').context
    const inKrw = PRODUCTS.filter(({ currency }) => currency === 'KRW')
    const pick = (offset: number) => inKrw[(day * 5 + nth * 7 + offset) % inKrw.length]?.id ?? ''
    const items = [
      { productId: pick(0), quantity: 1 + ((day + nth) % 2) },
      { productId: pick(3), quantity: 1 },
    ]
    const shippingAddress = { street: `마당로 ${10 + nth}길 ${day + 1}`, city: '서울', zipCode: '04524' }
    const command = await prepareOrder(context, { memberId, items, shippingAddress, paymentMethod: 'wallet' })
    if (isRefusal(command)) throw new Error(`a demo order was refused: ${command.code}`)
    return (await this.run('orders', command, memberId)).id
  }

  /** Older orders are delivered, younger ones are shipped, the newest wait. */
  async send(orderId: string, day: number): Promise<void> {
    const order = (await this.#application.service('orders').writer.head<Order>(`order:${orderId}`))?.state
    const silent = { sealer: null, present: () => ({ id: orderId }) }
    if (order?.status !== 'confirmed' || day >= DAYS - 2) return
    await this.run('orders', shipOrder({ orderId, sender: 'all', shown: silent }), 'system:demo')
    if (day < DAYS - 4) await this.run('orders', deliverOrder({ orderId, sender: 'all', shown: silent }), 'system:demo')
  }
}

/** `bank` controls the simulator; a real bank has no accounts for the people of the demo. */
export async function seedDemo(
  application: Application,
  clock: MovableClock,
  log: Logger,
  bank: BankControl | null = null,
): Promise<void> {
  const today_ms = clock.now().getTime()
  const morning = (day: number) => new Date(today_ms - (DAYS - day) * DAY_MS)
  log.info('an empty application: the demo data is being made')
  const seeding = new Seeding(application)
  try {
    clock.moveTo(morning(0))
    const operator = await seeding.member(OPERATOR)
    const members = await people(seeding)
    await application.awaitIdle()
    const [merchant = operator] = members
    await goods(seeding, merchant, operator)
    for (const [index, memberId] of members.entries()) {
      const amount = MEMBERS[index]?.wallet ?? 0
      await seeding.run('money', deposit({ memberId, amount, currency: 'KRW', memo: '첫 충전' }), operator)
    }
    if (bank) for (const [index, memberId] of members.entries()) await seeding.link(memberId, MEMBERS[index]!, bank)
    const shops = new Shops(application, seeding.run.bind(seeding), merchant)
    if (bank) await shops.open(bank, MEMBERS[0]?.name ?? '')
    await application.awaitIdle()
    await weeks(seeding, application, clock, members, morning, async day => {
      // A real bank must not get orders to pay the people of the demo.
      if (bank) await shops.day(day, members.slice(1), operator)
      if (day === ANNOUNCEMENT_DAY) await announce(application, seeding.run.bind(seeding), operator)
    })
    await readMost(application, seeding.run.bind(seeding), members)
  } finally {
    clock.release()
  }
}

/** One by one: hashing passwords is refused where too many wait for it, as on a machine that is busy. */
async function people(seeding: Seeding): Promise<readonly string[]> {
  const members: string[] = []
  for (const person of MEMBERS) members.push(await seeding.member(person))
  return members
}

async function goods(seeding: Seeding, merchant: string, operator: string): Promise<void> {
  await seeding.run('catalog', nameSeller({ sellerId: merchant, name: SELLER_NAME }), merchant)
  for (const product of PRODUCTS) await seeding.offer(product, merchant)
  for (const named of CATEGORIES) await seeding.run('catalog', nameCategory(named), operator)
}

async function weeks(
  seeding: Seeding,
  application: Application,
  clock: MovableClock,
  members: readonly string[],
  morning: (day: number) => Date,
  evening: (day: number) => Promise<void>,
): Promise<void> {
  const [, ...shoppers] = members
  const max = TRANSFER_MAX.KRW ?? 0
  for (let day = 0; day < DAYS; day += 1) {
    clock.moveTo(morning(day))
    const placed: string[] = []
    for (let nth = 0; nth < ORDERS_A_DAY; nth += 1) {
      placed.push(await seeding.order(shoppers[(day + nth) % shoppers.length] ?? '', day, nth))
    }
    await application.awaitIdle()
    clock.advance(3_600_000)
    for (const orderId of placed) await seeding.send(orderId, day)
    const from = shoppers[day % shoppers.length] ?? ''
    const to = shoppers[(day + 2) % shoppers.length] ?? ''
    const amount = 1_000 * (1 + (day % 5))
    const command = transferBetweenMembers({ from, to, amount, currency: 'KRW', memo: '점심값', max })
    await seeding.run('money', command, from)
    await evening(day)
  }
  await application.awaitIdle()
}

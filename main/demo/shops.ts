/** The franchises of the demo merchant: their sales day by day, and the settlement of each day. */

import type { Command } from '../../platform/kit/command.ts'
import { isRefusal, type Refusal } from '../../platform/kit/refusal.ts'
import { businessDateOf } from '../../platform/ports/business-date.ts'
import type { Application } from '../../platform/runtime/application.ts'
import { changeFranchise, FEE_BP_DEFAULT } from '../../services/franchises/commands.ts'
import { prepareFranchise } from '../../services/franchises/registration.ts'
import { payAtFranchise } from '../../services/payments/franchises/feature.ts'
import { refundCommand } from '../../services/payments/refunds/feature.ts'
import { takeTurn } from '../../services/settlements/commands.ts'
import { planTurn } from '../../services/settlements/plan.ts'
import type { BankControl } from '../../simulators/bank/control.ts'

interface DemoShop {
  readonly name: string
  readonly region: string
  readonly contact: string
  readonly bank: { readonly bankCode: string; readonly accountNumber: string }
  /** The fee that an operator sets later; null leaves the initial one. */
  readonly feeBp: number | null
}

const SHOPS: readonly DemoShop[] = [
  {
    name: '마당 서면점',
    region: '부산',
    contact: '051-801-2345',
    bank: { bankCode: '004', accountNumber: '94160200987654' },
    feeBp: null,
  },
  {
    name: '마당 성수점',
    region: '서울',
    contact: '02-467-2345',
    bank: { bankCode: '088', accountNumber: '110987654321' },
    feeBp: 220,
  },
  {
    name: '마당 애월점',
    region: '제주',
    contact: '064-799-2345',
    bank: { bankCode: '011', accountNumber: '3510123456783' },
    feeBp: 180,
  },
]

const SALES_A_DAY = 2
const FEE_CHANGE_DAY = 7
const REFUND_DAY = 12
const AMOUNTS = [4_500, 12_800, 9_300, 21_000, 6_700, 33_400, 15_000]

/** Runs a command as its actor would. */
type Run = (service: string, command: Command, actor: string) => Promise<{ readonly id: string }>

function granted(command: Command | Refusal): Command {
  if (isRefusal(command)) throw new Error(`the demo data was refused: ${command.code}`)
  return command
}

export class Shops {
  readonly #application: Application
  readonly #run: Run
  readonly #merchant: string
  readonly #ids: string[] = []

  constructor(application: Application, run: Run, merchant: string) {
    this.#application = application
    this.#run = run
    this.#merchant = merchant
  }

  async open(bank: BankControl, holderName: string): Promise<void> {
    const { context } = this.#application.service('franchises')
    for (const { bank: account, feeBp: _, ...shop } of SHOPS) {
      const bankAccount = { ...account, holderName }
      await bank.open({ ...bankAccount, balance: 0 })
      const details = { ...shop, merchantId: this.#merchant, bankAccount, feeBp: FEE_BP_DEFAULT, active: true }
      const { id } = await this.#run('franchises', granted(await prepareFranchise(context, details)), this.#merchant)
      this.#ids.push(id)
    }
  }

  /** Sells at two of the shops, and settles all sales up to now. */
  async day(day: number, shoppers: readonly string[], operator: string): Promise<void> {
    if (day === FEE_CHANGE_DAY) await this.#setFees(operator)
    const { context } = this.#application.service('payments')
    const paid: string[] = []
    for (let nth = 0; nth < SALES_A_DAY; nth += 1) {
      const memberId = shoppers[(day * 2 + nth) % shoppers.length] ?? ''
      const franchiseId = this.#ids[(day + nth) % this.#ids.length] ?? ''
      const amount = AMOUNTS[(day * 3 + nth) % AMOUNTS.length] ?? 0
      const command = await payAtFranchise(context, { memberId, franchiseId, amount, currency: 'KRW' })
      paid.push((await this.#run('payments', granted(command), memberId)).id)
    }
    await this.#application.awaitIdle()
    if (day === REFUND_DAY) await this.#refund(paid[0] ?? '')
    await this.#settle(operator)
  }

  async #setFees(operator: string): Promise<void> {
    const silent = { sealer: null, present: () => ({}) }
    for (const [index, { feeBp }] of SHOPS.entries()) {
      const change = changeFranchise(
        this.#ids[index] ?? '',
        { id: operator, roles: ['operator'], session: '' },
        { feeBp: feeBp ?? FEE_BP_DEFAULT },
        silent,
      )
      await this.#run('franchises', change, operator)
    }
    await this.#application.awaitIdle()
  }

  async #refund(paymentId: string): Promise<void> {
    const refundId = this.#application.service('payments').context.ports.ids.next('ref')
    const refund = refundCommand({
      paymentId,
      refundId,
      amount: 1_500,
      reason: 'refunded_by_merchant',
      sealedNote: null,
    })
    await this.#run('payments', refund, this.#merchant)
    await this.#application.awaitIdle()
  }

  async #settle(operator: string): Promise<void> {
    const { context } = this.#application.service('settlements')
    const turn = await planTurn(context, businessDateOf(context.ports.clock.now()), context.ports.ids.next('run'))
    await this.#run('settlements', takeTurn(turn), operator)
    await this.#application.awaitIdle()
  }
}

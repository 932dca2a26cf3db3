/** Stands in for banking where a test is about the book: it accepts, or answers what the test sets, and records the requests. */
import type { Static } from 'typebox'
import { requestTransfer, type TransferDone, transferAccounts } from '../../contracts/banking.ts'
import { accept, type Command } from '../../platform/kit/command.ts'
import { type Refusal, refuse } from '../../platform/kit/refusal.ts'
import { bareService, type ServiceDefinition } from '../../platform/service/service.ts'

export type TransferRequest = Static<typeof requestTransfer.schema>

/** At the other side of every transfer. */
const ACCOUNT = { bankCode: '004', last4: '6789' }

export class FakeBank {
  /** Transfers that were done, by their id. */
  readonly done = new Map<string, TransferRequest>()
  /** The code it refuses with, if it does. */
  refuses: (request: TransferRequest) => string | null = () => null
  /** Runs before it answers, while the caller waits. */
  meanwhile: (request: TransferRequest) => Promise<void> = async () => {}

  readonly service: ServiceDefinition = bareService({
    name: 'banking',
    migrations: new URL('../core/migrations/', import.meta.url),
    rpc: () => ({
      [transferAccounts.type]: async ({ ids }: Static<typeof transferAccounts.schema>) =>
        Object.fromEntries(ids.map(id => [id, ACCOUNT])),
    }),
    accepts: {
      [requestTransfer.type]: async (request: TransferRequest) => {
        await this.meanwhile(request)
        return this.#transfer(request)
      },
    },
  })

  #transfer(request: TransferRequest): Command {
    return {
      type: 'banking.request-transfer',
      keys: [],
      decide: () => this.#decide(request) ?? accept([], { reply: this.#book(request) }),
    }
  }

  #decide(request: TransferRequest): Refusal | null {
    const code = this.done.has(request.transferId) ? null : this.refuses(request)
    return code === null ? null : refuse(code)
  }

  #book(request: TransferRequest): TransferDone {
    this.done.set(request.transferId, request)
    return { transferId: request.transferId, ...ACCOUNT }
  }

  /** What came in less what went out. */
  get balance(): number {
    return [...this.done.values()].reduce(
      (sum, { direction, amount }) => sum + (direction === 'in' ? amount : -amount),
      0,
    )
  }
}

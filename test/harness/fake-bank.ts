/** Stands in for banking where a test is about the book: it says yes, or what it is told, and remembers what was asked. */
import type { Static } from 'typebox'
import { requestTransfer, type TransferDone } from '../../contracts/banking.ts'
import { accept, type Command } from '../../platform/kit/command.ts'
import { type Refusal, refuse } from '../../platform/kit/refusal.ts'
import { bareService, type ServiceDefinition } from '../../platform/service/service.ts'

export type TransferRequest = Static<typeof requestTransfer.schema>

export class FakeBank {
  /** Transfers that were done, by their id. */
  readonly done = new Map<string, TransferRequest>()
  /** The code it refuses with, if it does. */
  refuses: (asked: TransferRequest) => string | null = () => null
  /** Runs before it answers, while whoever asked waits. */
  meanwhile: (asked: TransferRequest) => Promise<void> = async () => {}

  readonly service: ServiceDefinition = bareService({
    name: 'banking',
    migrations: new URL('../core/migrations/', import.meta.url),
    accepts: {
      [requestTransfer.type]: async (asked: TransferRequest) => {
        await this.meanwhile(asked)
        return this.#transfer(asked)
      },
    },
  })

  #transfer(asked: TransferRequest): Command {
    return {
      type: 'banking.request-transfer',
      keys: [],
      decide: () => this.#decide(asked) ?? accept([], { reply: this.#book(asked) }),
    }
  }

  #decide(asked: TransferRequest): Refusal | null {
    const code = this.done.has(asked.transferId) ? null : this.refuses(asked)
    return code === null ? null : refuse(code)
  }

  #book(asked: TransferRequest): TransferDone {
    this.done.set(asked.transferId, asked)
    return { transferId: asked.transferId, bankCode: '004', last4: '6789' }
  }

  /** What came in less what went out. */
  get balance(): number {
    return [...this.done.values()].reduce(
      (sum, { direction, amount }) => sum + (direction === 'in' ? amount : -amount),
      0,
    )
  }
}

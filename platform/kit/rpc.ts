/**
 * Read-only calls between services: in memory in one process, with the same contract over the network between
 * processes.
 */
import type { Static, TSchema } from 'typebox'
import type { RpcContract, SharedRpc } from './contract.ts'

/** By the type of the contract. */
export type RpcHandlers = Readonly<Record<string, (input: any) => Promise<unknown>>>

export interface RpcClient {
  call<T extends string, I extends TSchema, O extends TSchema>(
    contract: RpcContract<T, I, O>,
    input: Static<I>,
  ): Promise<Static<O>>
  /** Asks every service that answers it. One that fails to answer fails the whole. */
  callEach<I extends TSchema, O extends TSchema>(shared: SharedRpc<I, O>, input: Static<I>): Promise<Static<O>[]>
}

/** All services of this process. A call to a service of another process is a fault. */
export class LocalRpc implements RpcClient {
  readonly #handlers = new Map<string, RpcHandlers[string]>()

  offer(handlers: RpcHandlers): void {
    for (const [type, handler] of Object.entries(handlers)) this.#handlers.set(type, handler)
  }

  async call<T extends string, I extends TSchema, O extends TSchema>(
    contract: RpcContract<T, I, O>,
    input: Static<I>,
  ): Promise<Static<O>> {
    const handler = this.#handlers.get(contract.type)
    if (!handler) throw new Error(`no service here answers ${contract.type}`)
    return (await handler(input)) as Static<O>
  }

  callEach<I extends TSchema, O extends TSchema>(shared: SharedRpc<I, O>, input: Static<I>): Promise<Static<O>[]> {
    const answering = [...this.#handlers].filter(([type]) => type.slice(type.indexOf('.') + 1) === shared.name)
    return Promise.all(answering.map(async ([, handler]) => (await handler(input)) as Static<O>))
  }
}

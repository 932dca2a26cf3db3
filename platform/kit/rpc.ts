/** Read-only calls between services: in memory in one process, the same contract over the wire between processes. */
export interface RpcContract<I, O> {
  readonly service: string
  readonly name: string
  /** Never set: carries the types. */
  readonly types?: (input: I) => O
}

export type RpcHandlers = Readonly<Record<string, (input: any) => Promise<unknown>>>

export interface RpcClient {
  call<I, O>(contract: RpcContract<I, O>, input: I): Promise<O>
}

export const rpc = <I, O>(service: string, name: string): RpcContract<I, O> => ({ service, name })

/** All services of this process; a call to a service that is not here is a fault. */
export class LocalRpc implements RpcClient {
  readonly #services = new Map<string, RpcHandlers>()

  offer(service: string, handlers: RpcHandlers): void {
    this.#services.set(service, handlers)
  }

  async call<I, O>(contract: RpcContract<I, O>, input: I): Promise<O> {
    const handler = this.#services.get(contract.service)?.[contract.name]
    if (!handler) throw new Error(`no service here answers ${contract.service}.${contract.name}`)
    return (await handler(input)) as O
  }
}

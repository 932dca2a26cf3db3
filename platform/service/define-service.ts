/**
 * Defines a service from its contract and its handlers. Handlers are keyed like the contract: a missing or misspelt one
 * does not compile. A large service is a list of features, each of which handles a part of the contract.
 */
import type { Static } from 'typebox'
import type { Command } from '../kit/command.ts'
import type { AnyCommand, RpcContract, ServiceContract } from '../kit/contract.ts'
import type { RpcHandlers } from '../kit/rpc.ts'
import type { Accept, ServiceContext, ServiceDefinition, TaskKind } from './service.ts'

export interface AnyContract {
  readonly name: string
  readonly events: ServiceContract['events']
  readonly commands: Readonly<Record<string, AnyCommand>>
  readonly rpcs: Readonly<Record<string, RpcContract<string, any, any>>>
}

/** Builds the command for a command message or a due timer. */
export type CommandHandler<C extends AnyCommand> = (
  input: Static<C['schema']>,
  context: ServiceContext,
) => Command | Promise<Command>

export type RpcHandler<R extends RpcContract<string, any, any>> = (
  input: Static<R['schema']>,
) => Promise<Static<R['answer']>>

type Rest = Omit<ServiceDefinition, 'name' | 'migrations' | 'contract' | 'accepts' | 'rpc' | 'headsMax' | 'refusals'>

/** A kind of task that the service leaves to people; see `task.ts`. */
export const defineTask = (kind: TaskKind): TaskKind => kind

/** A part of a service, in a folder of its own. */
export interface FeatureOptions<C extends AnyContract, K extends keyof C['commands'], R extends keyof C['rpcs']>
  extends Rest {
  readonly commands?: { readonly [P in K]: CommandHandler<C['commands'][P]> }
  readonly rpcs?: (context: ServiceContext) => { readonly [P in R]: RpcHandler<C['rpcs'][P]> }
}

export interface Feature<C extends AnyContract, K extends keyof C['commands'], R extends keyof C['rpcs']> extends Rest {
  readonly contract: C
  readonly accepts: Readonly<Record<string, Accept>>
  readonly rpc: (context: ServiceContext) => RpcHandlers
  /** Never set: carry the keys. */
  readonly commandKeys?: K
  readonly rpcKeys?: R
}

export function defineFeature<
  C extends AnyContract,
  K extends keyof C['commands'] = never,
  R extends keyof C['rpcs'] = never,
>(contract: C, { commands, rpcs, ...rest }: FeatureOptions<C, K, R>): Feature<C, K, R> {
  return {
    ...rest,
    contract,
    accepts: byType(contract.commands, commands ?? {}),
    rpc: context => byType(contract.rpcs, rpcs?.(context) ?? {}),
  }
}

const byType = (contracts: Readonly<Record<string, { readonly type: string }>>, handlers: object) =>
  Object.fromEntries(Object.entries(handlers).map(([key, handler]) => [contracts[key]?.type ?? key, handler]))

interface Whole extends Pick<ServiceDefinition, 'migrations' | 'headsMax' | 'refusals'> {}

type AnyFeature<C extends AnyContract> = Feature<C, any, any>
type CommandKeys<F> = F extends Feature<any, infer K, any> ? K : never
type RpcKeys<F> = F extends Feature<any, any, infer R> ? R : never
/** Empty where every command and RPC of the contract has a handler in one of the features. */
type Unhandled<C extends AnyContract, F> =
  | Exclude<keyof C['commands'], CommandKeys<F>>
  | Exclude<keyof C['rpcs'], RpcKeys<F>>

type Handled<C extends AnyContract, F> = [Unhandled<C, F>] extends [never]
  ? unknown
  : { readonly missingHandlers: Unhandled<C, F> }

/** A service that is a list of features. */
export function composeService<C extends AnyContract, const F extends readonly AnyFeature<C>[]>(
  contract: C,
  options: Whole & { readonly features: F } & Handled<C, F[number]>,
): ServiceDefinition {
  const { features, migrations, headsMax, refusals }: Whole & { readonly features: F } = options
  const all = <
    K extends
      | 'aggregates'
      | 'views'
      | 'reactions'
      | 'projections'
      | 'listeners'
      | 'sagas'
      | 'tasks'
      | 'asks'
      | 'checks',
  >(
    key: K,
  ) => features.flatMap(feature => [...(feature[key] ?? [])])
  const merged = <H>(parts: readonly Readonly<Record<string, H>>[]): Record<string, H> => Object.assign({}, ...parts)
  return {
    ...(migrations && { migrations }),
    ...(headsMax !== undefined && { headsMax }),
    ...(refusals && { refusals }),
    name: contract.name,
    contract,
    aggregates: all('aggregates'),
    views: all('views'),
    reactions: all('reactions'),
    projections: all('projections'),
    listeners: all('listeners'),
    sagas: all('sagas'),
    tasks: all('tasks'),
    asks: all('asks'),
    checks: all('checks'),
    accepts: merged(features.map(({ accepts }) => accepts)),
    ...(features.some(({ calls }) => calls) && {
      calls: context => merged(features.map(({ calls }) => calls?.(context) ?? {})),
    }),
    routes: context => features.flatMap(({ routes }) => routes?.(context) ?? []),
    sockets: context => features.flatMap(({ sockets }) => sockets?.(context) ?? []),
    rpc: context => merged(features.map(({ rpc }) => rpc(context))),
    start: async context => {
      for (const { start } of features) await start?.(context)
    },
  }
}

type Handlers<C extends AnyContract> = ([keyof C['commands']] extends [never]
  ? { readonly commands?: Record<never, never> }
  : { readonly commands: { readonly [P in keyof C['commands']]: CommandHandler<C['commands'][P]> } }) &
  ([keyof C['rpcs']] extends [never]
    ? { readonly rpcs?: never }
    : { readonly rpcs: (context: ServiceContext) => { readonly [P in keyof C['rpcs']]: RpcHandler<C['rpcs'][P]> } })

/** A service without features. */
export function defineService<C extends AnyContract>(
  contract: C,
  { migrations, headsMax, refusals, ...feature }: Whole & Rest & Handlers<C>,
): ServiceDefinition {
  const { commands, rpcs, ...rest } = feature as FeatureOptions<C, keyof C['commands'], keyof C['rpcs']>
  const { accepts, rpc } = defineFeature(contract, { commands, rpcs } as FeatureOptions<
    C,
    keyof C['commands'],
    keyof C['rpcs']
  >)
  return {
    ...rest,
    name: contract.name,
    contract,
    ...(migrations && { migrations }),
    ...(headsMax !== undefined && { headsMax }),
    ...(refusals && { refusals }),
    accepts,
    rpc,
  }
}

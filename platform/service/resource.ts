/**
 * A resource: what an aggregate is over HTTP, said once. From it come the read of one, lists, and what a write answers
 * when it is told to wait.
 *
 *     const transfers = resource(context, {
 *       path: '/api/transfers',
 *       schema: TransferResponse,
 *       aggregate: transfer,
 *       unknown: 'transfer_unknown',
 *       visible: ownerOrRole(({ memberId }) => memberId, 'operator'),
 *       present: states => states.map(presentTransfer),
 *     })
 *     return [
 *       write({ …, wait: transfers.wait(isTerminal) }),
 *       transfers.one({ name: 'getTransfer', summary: 'One of my transfers', who: 'member' }),
 *       transfers.list({ name: 'listTransfers', summary: 'My transfers', who: 'member', query: … }),
 *     ]
 */
import type { TSchema } from 'typebox'
import { type Actor, hasRole } from '../auth/tokens.ts'
import { type Edit, editOf, type Version, versionTag } from '../http/routes/etag.ts'
import { byId, type Filters, list, type PageOptions } from '../http/routes/list.ts'
import {
  type Language,
  type RequestInput,
  type Route,
  read,
  tagged,
  type Waiting,
  type Who,
} from '../http/routes/route.ts'
import { ById } from '../http/routes/schemas.ts'
import type { DefinedAggregate } from '../kit/aggregate.ts'
import { isRefusal, type Refusal, refuse } from '../kit/refusal.ts'
import type { ListedHead } from './list-heads.ts'
import type { ServiceContext } from './service.ts'

export interface ResourceOptions<S> {
  /** Of the list; one of them is at `path/{id}`. */
  readonly path: string
  /** Parameters of `path/{id}`; those of an id of the usual length unless said. */
  readonly params?: typeof ById
  /** Schema of what `present` gives. */
  readonly schema: TSchema
  readonly aggregate: DefinedAggregate<S>
  /** The refusal (404) of one that there is not, or that the caller may not see: they must not learn which. */
  readonly unknown: string
  readonly visible: (state: S, actor: Actor) => boolean
  /** As the API shows them to this actor, in their order. */
  readonly present: Presenter<S>
}

export type Presenter<S> = (
  states: readonly S[],
  actor: Actor,
  language: Language,
) => readonly unknown[] | Promise<readonly unknown[]>

interface Described {
  /** Operation id, `getOrder`. */
  readonly name: string
  readonly summary: string
  readonly description?: string
  readonly who: Who
}

interface Rules<S> {
  /** Instead of the resource's own. */
  readonly visible?: (state: S, actor: Actor) => boolean
  /** Who may do what the route does; others that may see it are refused with `forbidden`. */
  readonly allowed?: (state: S, actor: Actor) => boolean
}

type ListedOptions<S, F extends Filters> = Described &
  Pick<PageOptions<TSchema, F, typeof byId.schema, ListedHead<S>>, 'filter' | 'query' | 'count'>

export interface Resource<S> {
  /** Its state, for a route that changes it. */
  find(id: string, actor: Actor, rules?: Rules<S>): Promise<S | Refusal>
  /** The same with its version, for an answer that is `tagged` with it. */
  findVersion(id: string, actor: Actor, rules?: Rules<S>): Promise<Version<S> | Refusal>
  /** For the `edits` of a route that changes it. */
  edit(id: string): Edit
  /** `GET path/{id}`. */
  one(described: Described): Route
  /** `GET path`: what `query` finds, which also says who may see it. */
  list<F extends Filters = Record<never, never>>(options: ListedOptions<S, F>): Route
  /**
   * For a write that answers with the resource: waits for `until`, then shows it as it is, or refuses for what became of
   * it.
   */
  wait(until: (state: S) => boolean, refusalOf?: (state: S) => Refusal | null): Waiting
}

/** Visible to its owner, and to whoever has one of the roles. */
export const ownerOrRole =
  <S>(owner: (state: S) => string | null, ...roles: readonly string[]) =>
  (state: S, actor: Actor): boolean =>
    owner(state) === actor.id || roles.some(role => hasRole(actor, role))

export function resource<S>(context: Pick<ServiceContext, 'writer'>, options: ResourceOptions<S>): Resource<S> {
  const { path, params: idParams = ById, schema, aggregate, unknown, present, visible: visibleToAll } = options
  const findVersion: Resource<S>['findVersion'] = async (id, actor, { visible = visibleToAll, allowed } = {}) => {
    const head = await context.writer.head(aggregate.key(id))
    if (head === null || !visible(head.state, actor)) return refuse(unknown)
    return allowed === undefined || allowed(head.state, actor) ? head : refuse('forbidden')
  }
  return {
    findVersion,
    async find(...asked) {
      const found = await findVersion(...asked)
      return isRefusal(found) ? found : found.state
    },
    edit: id => editOf(aggregate.key(id), versionTag),
    one: described =>
      read({
        method: 'GET',
        path: `${path}/{id}`,
        ...described,
        params: idParams,
        replies: { 200: schema },
        refusals: [unknown],
        tagged: true,
        async read({ params, actor, language }) {
          const found = await findVersion(params.id, actor)
          if (isRefusal(found)) return found
          const [shown] = await present([found.state], actor, language)
          return tagged(shown, versionTag(found))
        },
      }),
    list: ({ name, summary, description, who, filter, query, count }) =>
      list({
        ...{ path, name, summary, who, query },
        ...(description !== undefined && { description }),
        ...(filter && { filter }),
        ...(count && { count }),
        item: schema,
        position: byId,
        present: (rows: readonly ListedHead<S>[], { actor, language }) =>
          present(
            rows.map(({ state }) => state),
            actor,
            language,
          ),
      }),
    wait: (until, refusalOf) =>
      waiting(
        context,
        aggregate,
        until,
        async (state, actor, language) => refusalOf?.(state) ?? (await present([state], actor, language))[0],
      ),
  }
}

/** The same for a write whose answer is no resource with routes of its own. The answer's `id` is the aggregate's. */
export const waiting = <S>(
  { writer }: Pick<ServiceContext, 'writer'>,
  { key }: DefinedAggregate<S>,
  until: (state: S) => boolean,
  present: (state: S, actor: Actor, language: Language) => unknown,
): Waiting => ({
  stream: reply => key(reply.id),
  until,
  async present(reply, { actor, language }: RequestInput) {
    const head = await writer.head(key(reply.id))
    return head ? present(head.state, actor, language) : reply
  },
})

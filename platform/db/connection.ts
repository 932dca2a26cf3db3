/**
 * Options of connections and names of prepared statements. The role and the schema determine who acts on a connection.
 */
import type pg from 'pg'
import { roleOf, schemaOf } from './database.ts'
import type { NameOf } from './pipelined-transaction.ts'

/**
 * Statements beyond this many distinct texts are not prepared, so that generated SQL cannot fill the server's memory.
 */
const PREPARED_STATEMENTS_MAX = 400
const names = new Map<string, string>()

export function statementName(text: string): string | undefined {
  const known = names.get(text)
  if (known) return known
  if (names.size >= PREPARED_STATEMENTS_MAX) return undefined
  const name = `s${names.size}`
  names.set(text, name)
  return name
}

/**
 * Names are per service on a connection that several services share: there the same text refers to different tables.
 */
export const nameFor: NameOf = (service, text) => {
  const name = statementName(text)
  return name && `${name} ${service}`
}

/** The statement in the driver's form, prepared under a name, so that the server plans it once per connection. */
export function prepared(text: string, values: readonly unknown[] | undefined): pg.QueryConfig {
  const name = values === undefined ? undefined : statementName(text)
  return { text, ...(values && { values: [...values] }), ...(name && { name }) }
}

/**
 * A prepared statement keeps its plan, which was made when its tables were small, and these tables grow to millions of
 * rows. So where everything is found by key the planner gets no alternative to an index and nested loops. A generic
 * plan is then forced too: PostgreSQL assumes ten elements for an array of unknown length, finds a custom plan for one
 * element cheaper, and would plan anew for every small batch, which took as long as the rest of the statement.
 */
const BY_INDEX = [
  ...['enable_seqscan', 'enable_hashjoin', 'enable_mergejoin'].map(name => ` -c ${name}=off`),
  ' -c plan_cache_mode=force_generic_plan',
].join('')

/**
 * A service that waits longer than this for a lock (its view is rebuilt, another process writes) must not delay the
 * services that commit with it.
 */
const LOCK_WAIT_MS = 1_000

/** Without a service the connection acts for none until a transaction names one; see `ACT_FOR`. */
export function connectionFor(url: string, service: string | null, byIndex: boolean): pg.ClientConfig {
  const acting =
    service === null
      ? `-c lock_timeout=${LOCK_WAIT_MS} -c search_path=pg_catalog`
      : `-c role=${roleOf(service)} -c search_path=${schemaOf(service)}`
  return {
    connectionString: url,
    application_name: `madang ${service ?? 'all services'}`,
    options: `${acting}${byIndex ? BY_INDEX : ''}`,
  }
}

/** Acts as the role of a service until the end of the transaction. The role can access its own schema only. */
export const ACT_FOR = `select set_config('role', $1, true), set_config('search_path', $2, true)`

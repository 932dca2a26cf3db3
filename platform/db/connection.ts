/** How connections are opened and statements prepared; who acts on them is said by role and schema. */
import type pg from 'pg'
import { roleOf, schemaOf } from './database.ts'
import type { NameOf } from './pipelined-transaction.ts'

/** Statements beyond this many distinct texts are not prepared, so that built SQL cannot fill the server's memory. */
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

/** On a connection that several services write through, each has its own: the same text means other tables. */
export const nameFor: NameOf = (service, text) => {
  const name = statementName(text)
  return name && `${name} ${service}`
}

/** The statement in the driver's form, prepared under a name so that the server plans it once per connection. */
export function prepared(text: string, values: readonly unknown[] | undefined): pg.QueryConfig {
  const name = values === undefined ? undefined : statementName(text)
  return { text, ...(values && { values: [...values] }), ...(name && { name }) }
}

/**
 * A prepared statement keeps the plan it was given when its tables were small, and these grow by millions. So where
 * everything is found by key the planner is left no choice: an index, and nested loops. And where there is no choice it need not
 * plan for each call: PostgreSQL takes an array of unknown length for ten rows, finds a plan for one of less cheaper, and made
 * one anew for every small batch, which took as long as the rest of it.
 */
const BY_INDEX = [
  ...['enable_seqscan', 'enable_hashjoin', 'enable_mergejoin'].map(name => ` -c ${name}=off`),
  ' -c plan_cache_mode=force_generic_plan',
].join('')

/** What one service waits for longer (its view is rebuilt, another process writes) must not hold up the others that commit with it. */
const LOCK_WAIT_MS = 1_000

/** Without a service it acts for none until a transaction says for whom; see `ACT_FOR`. */
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

/** Until the end of the transaction: the role of a service, which can touch its own schema and nothing else. */
export const ACT_FOR = `select set_config('role', $1, true), set_config('search_path', $2, true)`

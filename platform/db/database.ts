/** What a service's code sees of PostgreSQL: queries, transactions, and which errors are no fault of a statement. */

export interface Rows<R> {
  readonly rows: R[]
  readonly rowCount: number | null
}

export interface Queryable {
  query<R = any>(text: string, values?: readonly unknown[]): Promise<Rows<R>>
}

export type Reader = Queryable

/** What goes into a transaction whose statements nobody waits for: what they answer may come after its end, or not at all. */
export interface Writing {
  query(text: string, values?: readonly unknown[]): Promise<unknown>
  /** `COPY … FROM STDIN` with its rows as `copy.ts` writes them. */
  copy(text: string, rows: Buffer): Promise<unknown>
}

export interface Pool extends Reader {
  /** On a connection of its own. Statements are sent without waiting for those before them. */
  inTransaction<T>(action: (tx: Queryable) => Promise<T>): Promise<T>
  end(): Promise<void>
}

export const roleOf = (service: string): string => `madang_${service.replaceAll('-', '_')}`
export const schemaOf = (service: string): string => service.replaceAll('-', '_')

export class ConnectionLost extends Error {}

/** Follows from another failure, which tells more. */
export class RolledBack extends Error {}
export const ROLLED_BACK = 'the transaction was rolled back: one of its statements failed'

const TRANSIENT = new Set(['40001', '40P01', '55P03'])
const UNREACHABLE = /^(08|57P0|53|58)/

const codeOf = (error: unknown): string => String((error as { code?: unknown } | null)?.code ?? '')

/** Serialization failures and deadlocks: the same statements may pass the next time. */
export const isTransient = (error: unknown): boolean => TRANSIENT.has(codeOf(error))

/** The server is not there, is starting, is stopping or is out of room: no fault of the statement. */
export function isUnreachable(error: unknown): boolean {
  if (error instanceof ConnectionLost) return true
  const code = codeOf(error)
  if (UNREACHABLE.test(code) || ['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE'].includes(code)) return true
  return (
    error instanceof Error &&
    /Connection terminated|not queryable|connection error|has been closed/i.test(error.message)
  )
}

/** Waits for all of them and throws the first real failure; what failed only because of another is passed over. */
export async function all(statements: readonly Promise<unknown>[]): Promise<void> {
  const settled = await Promise.allSettled(statements)
  const failures = settled.filter(result => result.status === 'rejected').map(result => result.reason as unknown)
  if (failures.length === 0) return
  throw failures.find(failure => codeOf(failure) !== '25P02' && !(failure instanceof RolledBack)) ?? failures[0]
}

/** PostgreSQL as the code of a service uses it: queries, transactions, and the classification of errors. */

export interface Rows<R> {
  readonly rows: R[]
  readonly rowCount: number | null
}

export interface Queryable {
  query<R = any>(text: string, values?: readonly unknown[]): Promise<Rows<R>>
}

export type Reader = Queryable

/** A transaction whose statements are not awaited: their results may arrive after its end, or not at all. */
export interface Writing {
  query(text: string, values?: readonly unknown[]): Promise<unknown>
  /** `COPY … FROM STDIN` with the rows in the format of `copy.ts`. */
  copy(text: string, rows: Buffer): Promise<unknown>
}

export interface Pool extends Reader {
  /** A transaction on a connection of its own. Statements are pipelined. */
  inTransaction<T>(action: (tx: Queryable) => Promise<T>): Promise<T>
  end(): Promise<void>
}

export const roleOf = (service: string): string => `madang_${service.replaceAll('-', '_')}`
export const schemaOf = (service: string): string => service.replaceAll('-', '_')

export class ConnectionLost extends Error {}

/** A consequence of another failure, which holds the cause. */
export class RolledBack extends Error {}
export const ROLLED_BACK = 'the transaction was rolled back: one of its statements failed'

const TRANSIENT = new Set(['40001', '40P01', '55P03'])
const UNREACHABLE = /^(08|57P0|53|58)/

const codeOf = (error: unknown): string => String((error as { code?: unknown } | null)?.code ?? '')

/** Serialization failures and deadlocks: the same statements may succeed on a retry. */
export const isTransient = (error: unknown): boolean => TRANSIENT.has(codeOf(error))

/** The server is missing, starting, stopping or out of resources: the statement is not at fault. */
export function isUnreachable(error: unknown): boolean {
  if (error instanceof ConnectionLost) return true
  const code = codeOf(error)
  if (UNREACHABLE.test(code) || ['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE'].includes(code)) return true
  return (
    error instanceof Error &&
    /Connection terminated|not queryable|connection error|has been closed/i.test(error.message)
  )
}

/** Waits for all of them and throws the first cause; failures that only follow from another are ignored. */
export async function all(statements: readonly Promise<unknown>[]): Promise<void> {
  const settled = await Promise.allSettled(statements)
  const failures = settled.filter(result => result.status === 'rejected').map(result => result.reason as unknown)
  if (failures.length === 0) return
  throw failures.find(failure => codeOf(failure) !== '25P02' && !(failure instanceof RolledBack)) ?? failures[0]
}

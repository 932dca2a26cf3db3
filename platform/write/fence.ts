/**
 * The fence between the writers of a service. Batches of a service run one at a time over all processes, and each is
 * numbered in the `fence` row. A process that wrote both the last batch and its own previous one knows every head it
 * wrote since: it may decide from memory, and the fence rejects its next batch if another process wrote in between.
 */
import type { Transaction } from '../db/write-connection.ts'

/**
 * The lock is taken before the transaction gets its number. The outbox is read in the order of those numbers: a writer
 * that took its number before the lock would put a later event of a stream before an earlier one.
 */
const ONE_BATCH_AT_A_TIME = `select pg_advisory_xact_lock(hashtext('madang writer'), hashtext($1))`

export interface Passed {
  readonly xid: string
  readonly batch: number
  /** The previous batch was written by this process too. */
  readonly exclusive: boolean
}

/** Begins the transaction of a batch, whichever process wrote before. */
export async function enter(tx: Transaction, service: string, writer: string): Promise<Passed> {
  const [, , { rows }] = await Promise.all([
    tx.begun,
    tx.query(ONE_BATCH_AT_A_TIME, [service]),
    tx.query(
      `update fence set holder = $1, batch = batch + 1
       returning pg_current_xact_id()::text as xid, batch::float8 as batch, old.holder = $1 as exclusive`,
      [writer],
    ),
  ])
  return rows[0]
}

/**
 * Begins the transaction of a batch that was decided from memory, and returns its number. Fails with SQLSTATE `MDF01`
 * if another process wrote since, or if the previous batch did not commit.
 */
export const PASS_FENCE = 'select pass_fence($1, $2, $3)::text as xid'

export const isFenced = (error: unknown): boolean => (error as { code?: string } | null)?.code === 'MDF01'

export const LAST_BATCH = 'select batch::float8 as batch from fence'

/**
 * A unit is what commits or fails as one inside a batch: a single command from outside, or what a consumer made of a
 * page of messages together with its offset.
 */

import type { Writing } from '../db/database.ts'
import type { Command, CommandData, IdempotencyKey } from '../kit/command.ts'
import type { Message, Origin } from '../kit/message.ts'

export interface Entry {
  readonly command: Command
  readonly origin: Origin
  readonly idempotency?: IdempotencyKey | undefined
  /** It came in through an edge (HTTP, command line): it is recorded also without an idempotency key. */
  readonly fromOutside?: boolean
  /** The command message this entry handles: its reply message is written with it. */
  readonly message?: Message<CommandData>
}

export interface Unit {
  readonly entries: readonly Entry[]
  /**
   * More to write in the same transaction, such as an offset: statements sent in one turn, before the commit behind them.
   * To undo the unit one of them must fail in the database (see `must_change`), for nobody waits to look.
   */
  readonly alongside?: (tx: Writing) => Promise<unknown>
}

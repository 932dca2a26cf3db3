/**
 * A unit commits or fails as a whole inside a batch: a single command from outside, or the commands of a consumer for a
 * page of messages, together with its offset.
 */

import type { Writing } from '../db/database.ts'
import type { Command, CommandData, IdempotencyKey } from '../kit/command.ts'
import type { Message, Origin } from '../kit/message.ts'

export interface Entry {
  readonly command: Command
  readonly origin: Origin
  readonly idempotency?: IdempotencyKey | undefined
  /** It came through HTTP or the command line: it is recorded also without an idempotency key. */
  readonly fromOutside?: boolean
  /** The command message that this entry handles. Its reply is written with it. */
  readonly message?: Message<CommandData>
}

export interface Unit {
  readonly entries: readonly Entry[]
  /**
   * Further statements of the same transaction, such as an offset. They are sent in one turn, before the commit. To
   * roll the unit back, one of them must fail in the database (see `must_change`), because their results are not
   * awaited.
   */
  readonly alongside?: (tx: Writing) => Promise<unknown>
}

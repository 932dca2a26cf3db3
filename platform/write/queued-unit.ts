/** A unit in the pipeline, with the caller that awaits its outcomes, and the rules for repeating it. */
import { isTransient, isUnreachable } from '../db/database.ts'
import type { Outcome } from '../kit/command.ts'
import { CommitUnknown } from './batch.ts'
import type { MayWait } from './head-waits.ts'
import type { Unit } from './unit.ts'

export interface QueuedUnit extends MayWait {
  readonly unit: Unit
  tries: number
  /** The error if its heads could not be read. */
  unread?: unknown
  readonly resolve: (outcomes: readonly Outcome[]) => void
  readonly reject: (fault: unknown) => void
}

/** Repeating it is safe: every command has a key, or the unit checks its own offset. */
const isRepeatable = (unit: Unit): boolean =>
  unit.alongside !== undefined || unit.entries.every(entry => entry.idempotency !== undefined)

/** Two processes ran the same idempotency key concurrently: the loser looks the winner's answer up. */
const isKeyRace = (error: unknown): boolean =>
  (error as { code?: string }).code === '23505' && (error as { table?: string }).table === 'commands'

/** A batch whose commit may have happened is repeated only where that is safe. */
export const isSafeToRepeat = ({ unit }: QueuedUnit, error: unknown): boolean =>
  !(error instanceof CommitUnknown) || isRepeatable(unit)

/** The next try may succeed. */
export const isWorthRepeating = (error: unknown): boolean =>
  isTransient(error) || isUnreachable(error) || error instanceof CommitUnknown || isKeyRace(error)

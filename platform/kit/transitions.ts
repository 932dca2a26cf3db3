/**
 * A state machine as a table: which command moves a thing from which states to which, and how one that comes at another
 * time is refused.
 *
 *     export const moves = transitions<OrderStatus>()({
 *       refusal: 'wrong_status',
 *       table: {
 *         confirm: { from: ['pending', 'awaiting_payment'], to: 'confirmed' },
 *         ship: { from: ['confirmed'], to: 'shipped' },
 *       },
 *     })
 *     moves.refusal(order, 'ship')       // refused with `wrong_status` and the status, or null
 *     moves.allows(order, 'ship')        // a boolean, for a report that may come twice and changes nothing then
 */
import { type Refusal, refuse } from './refusal.ts'

export interface Transition<Status extends string> {
  readonly from: readonly Status[]
  /** Where it leads; several, where that depends on more than the state. */
  readonly to: Status | readonly Status[]
  /** Code of the refusal in any other state; that of the whole table unless said. */
  readonly refusal?: string
}

interface TransitionOptions<Status extends string, Command extends string> {
  /** Code of the refusal in a state that a command does not start from; none where such a command changes nothing. */
  readonly refusal?: string
  readonly table: Readonly<Record<Command, Transition<Status>>>
}

/** Anything that has one of these states. */
interface Stateful<Status extends string> {
  readonly status: Status
}

export interface TransitionRow {
  readonly command: string
  readonly from: readonly string[]
  readonly to: readonly string[]
  readonly refusal: string | null
}

export interface Transitions<Status extends string, Command extends string> {
  allows(thing: Stateful<Status>, command: Command): boolean
  /** Null where the command is allowed. Without a code to refuse with it is a fault. */
  refusal(thing: Stateful<Status>, command: Command): Refusal | null
  /** The table row by row, to be tested and printed. */
  readonly rows: readonly TransitionRow[]
}

/** First the states, then the table: the compiler reads the commands from it. */
export const transitions =
  <Status extends string>() =>
  <Command extends string>({
    refusal: refusalOfAll,
    table,
  }: TransitionOptions<Status, Command>): Transitions<Status, Command> => {
    const allows = ({ status }: Stateful<Status>, command: Command): boolean => table[command].from.includes(status)
    return {
      allows,
      refusal(thing, command) {
        if (allows(thing, command)) return null
        const code = table[command].refusal ?? refusalOfAll
        if (code === undefined) throw new Error(`${command} came in state ${thing.status} and has no refusal`)
        return refuse(code, { status: thing.status })
      },
      rows: Object.entries<Transition<Status>>(table).map(([command, { from, to, refusal }]) => ({
        command,
        from,
        to: typeof to === 'string' ? [to] : to,
        refusal: refusal ?? refusalOfAll ?? null,
      })),
    }
  }

/** A row per line: `ship: confirmed → shipped, else wrong_status`. */
export const printTransitions = (rows: readonly TransitionRow[]): string =>
  rows
    .map(({ command, from, to, refusal }) => {
      const move = `${command}: ${from.join(' | ')} → ${to.join(' | ')}`
      return refusal === null ? move : `${move}, else ${refusal}`
    })
    .join('\n')

/** Dead letters: messages that a handler could not apply, and their replay. */
import type { Queryable } from '../db/database.ts'
import type { Clock } from '../ports/ports.ts'
import type { Consumer } from './consumer.ts'

/** Nobody will apply it. False if there is no dead letter of that id. */
export async function giveUpDeadLetter(id: string, read: Queryable, clock: Clock): Promise<boolean> {
  const { rows } = await read.query(
    'update dead_letters set given_up_at = $2 where id = $1 and replayed_at is null and given_up_at is null returning 1',
    [id, clock.now()],
  )
  return rows.length > 0
}

/** False if there is no dead letter of that id, or no handler for it here. */
export async function replayDeadLetter(
  id: string,
  read: Queryable,
  consumers: readonly Consumer[],
  clock: Clock,
): Promise<boolean> {
  const { rows } = await read.query(
    'select consumer, source, message from dead_letters where id = $1 and replayed_at is null and given_up_at is null',
    [id],
  )
  const letter = rows[0]
  const consumer = consumers.find(({ source }) => source === letter?.source)
  if (!consumer) return false
  const message = { ...letter.message, at: new Date(letter.message.at) }
  return consumer.applyAgain(letter.consumer, message, tx =>
    tx.query(
      `with replayed as (update dead_letters set replayed_at = $2 where id = $1 and replayed_at is null returning 1)
       select must_change((select count(*) from replayed))`,
      [id, clock.now()],
    ),
  )
}

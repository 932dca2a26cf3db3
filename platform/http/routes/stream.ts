/**
 * A route whose answer stays open and carries server-sent events:
 *
 *     stream({
 *       path: '/api/news/stream',
 *       name: 'streamNews',
 *       summary: 'News as they come',
 *       who: 'member',
 *       events: 'News are `item`, with their number as the id.',
 *       open: async ({ actor, lastEventId }) => follow(actor.id, lastEventId),
 *     })
 *
 * `open` refuses, or gives the function that is called once the answer has begun. The stream ends with its token, and the
 * client comes back with `Last-Event-ID`. It has no time limit; how many may be open at once is a limit of the server
 * (`server/open-streams.ts`). The route looks at `unsent`, and waits for `onDrain`, before it sends much.
 */
import { type TSchema, Type } from 'typebox'
import { EVENT_STREAM_TYPE } from './event-stream.ts'
import type { Route, StreamRoute } from './route.ts'

export interface StreamOptions<Q extends TSchema> extends Omit<StreamRoute<Q>, 'method' | 'replies' | 'produces'> {
  /** Which events there are, for the document. */
  readonly events: string
}

export const stream = <Q extends TSchema>({ events, refusals = [], ...route }: StreamOptions<Q>): Route => ({
  ...route,
  method: 'GET',
  replies: { 200: Type.String({ description: events }) },
  produces: EVENT_STREAM_TYPE,
  refusals: [...refusals, 'overloaded'],
})

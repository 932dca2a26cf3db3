/**
 * A route that takes a file: the body is its bytes, as they are. What kind of file it is, the bytes say; the `Content-Type`
 * of the request is not looked at.
 *
 *     upload({
 *       method: 'PUT',
 *       path: '/api/products/{id}/picture',
 *       accepts: { types: ['image/png', 'image/jpeg'], bytes_max: 5 * MIB },
 *       …
 *       write: async ({ params, body: file }) => { … await context.files.put({ …, bytes: file.bytes }) … },
 *     })
 */
import type { Static, TSchema } from 'typebox'
import { FILE_BYTES_MAX } from '../../files/files.ts'
import type { Command } from '../../kit/command.ts'
import type { Refusal } from '../../kit/refusal.ts'
import type { Edit } from './etag.ts'
import type { RequestInput, Route, WriteRoute } from './route.ts'
import type { Accepts, UploadedFile } from './uploaded-file.ts'

export const MIB = 1024 * 1024
/** For a slow line; the server ends a request of this age. */
export const UPLOAD_LIMIT_MS = 30_000

type In<S> = S extends TSchema ? Static<S> : undefined
type Input<P, Q> = RequestInput<In<P>, In<Q>, UploadedFile>

export interface UploadRoute<P extends TSchema, Q extends TSchema>
  extends Omit<WriteRoute<P, Q, TSchema>, 'method' | 'body' | 'rawBody' | 'pure' | 'write' | 'edits' | 'writer'> {
  readonly method: 'POST' | 'PUT'
  readonly accepts: Accepts
  readonly write: (input: Input<P, Q>) => Promise<Command | Refusal> | Command | Refusal
  readonly edits?: (input: Input<P, Q>) => Edit
}

export function upload<P extends TSchema, Q extends TSchema>(route: UploadRoute<P, Q>): Route {
  const { bytes_max } = route.accepts
  if (bytes_max > FILE_BYTES_MAX) throw new Error(`${route.name} takes ${bytes_max} bytes, which cannot be stored`)
  return { limit_ms: UPLOAD_LIMIT_MS, ...route }
}

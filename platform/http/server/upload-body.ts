/** Reads the body of an upload: at most so many bytes, of at most so many uploads at a time, of one of the route's types. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { fileTypeOf } from '../../files/file-type.ts'
import { invalidRequest } from '../../kit/invalid.ts'
import { type Refusal, refuse } from '../../kit/refusal.ts'
import { type Accepts, UploadedFile } from '../routes/uploaded-file.ts'
import { RefusedRequest } from './request-refusal.ts'

type Done = (error: Error | null, body?: unknown) => void

/** Uploads that are read or handled at a time; each may hold its whole file in memory, some of them twice. */
export const UPLOADS_MAX = 16

/** The type under which the body of every upload is read, whatever its sender claims. */
export const OCTETS_TYPE = 'application/octet-stream'

/** For bodies of any type but JSON. Only uploads take one: on any other route it is refused unread. */
export function acceptUploads(fastify: FastifyInstance): void {
  fastify.addContentTypeParser('*', (request, payload, done: Done) => {
    const { exchange } = request
    const accepts = exchange?.mounted.route.accepts
    if (!exchange || !accepts) return done(new RefusedRequest(refuse('unsupported_media_type')))
    if (!exchange.beginUpload(UPLOADS_MAX)) return done(new RefusedRequest(refuse('overloaded')))
    readBytes(request, payload, accepts.bytes_max, (error, bytes) => {
      if (error !== null) return done(error)
      const file = uploadedFile(bytes, accepts)
      return file instanceof UploadedFile ? done(null, file) : done(new RefusedRequest(file))
    })
  })
}

/** The bytes as a file of one of the route's types, or why not. */
function uploadedFile(bytes: Buffer, { types }: Accepts): UploadedFile | Refusal {
  if (bytes.length === 0) return invalidRequest({ in: 'body', pointer: '', code: 'required' })
  const type = fileTypeOf(bytes, types)
  return type === null ? refuse('file_type_not_accepted', { types }) : new UploadedFile(bytes, type)
}

const tooLarge = (bytesMax: number): Error => new RefusedRequest(refuse('body_too_large', { bytesMax }))

type Read = (error: Error | null, bytes: Buffer) => void

const NOTHING = Buffer.alloc(0)

function readBytes({ headers }: FastifyRequest, payload: NodeJS.ReadableStream, bytes_max: number, done: Read): void {
  if (Number(headers['content-length']) > bytes_max) return done(tooLarge(bytes_max), NOTHING)
  const chunks: Buffer[] = []
  let size = 0
  const stop = () => payload.off('data', take).off('end', finish).off('error', fail)
  const take = (chunk: Buffer) => {
    size += chunk.length
    if (size <= bytes_max) chunks.push(chunk)
    else fail(tooLarge(bytes_max))
  }
  const finish = () => {
    stop()
    done(null, Buffer.concat(chunks, size))
  }
  /** Also of a connection that broke, which is no fault of ours. */
  const fail = (error: Error) => {
    stop()
    done(Object.assign(error, { statusCode: 400 }), NOTHING)
  }
  payload.on('data', take).on('end', finish).on('error', fail)
}

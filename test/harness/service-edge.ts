/** One service of a test application over HTTP: real routes, real writer, signed tokens, every answer checked against its schema. */
import pino from 'pino'
import { mountRoutes } from '../../platform/http/server/mount.ts'
import { createHttpServer } from '../../platform/http/server/server.ts'
import type { TestApplication } from './application.ts'
import { fingerprintKey, TokenMint } from './http-edge.ts'

export interface Asker {
  readonly id: string
  readonly roles?: readonly string[]
}

export interface Answered {
  readonly status: number
  readonly body: any
  readonly bytes: Buffer
  readonly headers: Readonly<Record<string, unknown>>
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export interface ServiceEdge {
  /** `as` null is somebody without a token; a body of bytes is a file. */
  ask(as: Asker | null, method: Method, url: string, body?: object, headers?: Record<string, string>): Promise<Answered>
  close(): Promise<void>
}

export function serviceEdge({ application, ports }: TestApplication, name: string): ServiceEdge {
  const { definition, context } = application.service(name)
  const log = pino({ level: process.env.LOG_LEVEL ?? 'silent' })
  const mint = new TokenMint(ports.clock)
  const server = createHttpServer({ ports, log })
  const catchUp = () => context.catchUp.withAll()
  const deps = { writer: context.writer, tokens: mint.verifier(), fingerprintKey, checkReplies: true, catchUp }
  mountRoutes(server, definition, definition.routes?.(context) ?? [], deps)
  return {
    async ask(as, method, url, body, headers = {}) {
      const token = as && mint.issue({ sub: as.id, roles: as.roles ?? ['customer'] })
      const response = await server.inject({
        method,
        url,
        headers: { ...headers, ...(token && { authorization: `Bearer ${token}` }) },
        ...(body && { payload: body }),
      })
      const { statusCode: status, payload, rawPayload: bytes, headers: answered } = response
      const isJson = /json/.test(String(answered['content-type']))
      const parsed = isJson && payload !== '' ? JSON.parse(payload) : payload || null
      return { status, body: parsed, bytes, headers: answered }
    },
    close: () => server.close(),
  }
}

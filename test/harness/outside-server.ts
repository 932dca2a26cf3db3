/** A server outside that answers every request as it was told, and every answer that one might give. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { listedAnswers, type OutsideOperation, type OutsideSaid } from '../../platform/kit/outside.ts'

/** A status with a code (or none: then the body is no JSON), or the body of a success. */
export type Telling = { readonly says: OutsideSaid } | { readonly body: unknown }

export interface OutsideServer {
  readonly url: string
  post: Telling
  get: Telling
  close(): Promise<unknown>
}

export async function openOutsideServer(): Promise<OutsideServer> {
  const server = createServer((request, response) => {
    request.resume()
    const telling = request.method === 'GET' ? outside.get : outside.post
    const { status, text } =
      'says' in telling
        ? { status: telling.says.status, text: telling.says.code ? JSON.stringify(telling.says) : '<html>' }
        : { status: 200, text: JSON.stringify(telling.body) }
    response.writeHead(status, { 'content-type': 'application/json' }).end(text)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const silent = { says: { status: 500, code: '' } }
  const outside: OutsideServer = {
    url: `http://127.0.0.1:${port}`,
    post: silent,
    get: silent,
    close: () => new Promise(resolve => server.close(resolve)),
  }
  return outside
}

export const NEVER_HEARD_OF = 'NEVER_HEARD_OF'

/**
 * Every 4xx and 5xx with no code and with one that nobody has heard of; and every code that one of the operations lists,
 * under the statuses that have codes.
 */
export function answersOf(operations: Readonly<Record<string, OutsideOperation>>): readonly OutsideSaid[] {
  const codes = Object.values(operations).flatMap(({ answers }) => listedAnswers(answers).map(({ code }) => code))
  const statuses = Array.from({ length: 200 }, (_, index) => 400 + index)
  return [
    ...statuses.flatMap(status => ['', NEVER_HEARD_OF].map(code => ({ status, code }))),
    ...[...new Set(codes)].flatMap(code => [400, 403, 404, 409, 422, 500].map(status => ({ status, code }))),
  ]
}

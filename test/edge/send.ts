/** Requests as a caller might really send them, and what every answer to a bad one has to be. */
import { request } from 'node:http'
import type { Readable } from 'node:stream'
import type { TestPlatform } from '../harness/platform.ts'
import type { Operation } from './operations.ts'

export interface Request {
  readonly url: string
  /** What is wrong with it, for the report. */
  readonly what: string
  /** The body as it goes over the wire. */
  readonly text?: string | Buffer | undefined
  readonly headers?: Readonly<Record<string, string>>
  readonly token?: string | undefined
}

export interface Answered {
  readonly status: number
  readonly text: string
  readonly headers: Readonly<Record<string, unknown>>
}

const AT_ONCE = 16

/** Named by the parameters of operations that are for pages of this origin. */
const OWN_PAGE = 'X-Madang-Session'
const ownPageHeaders = { [OWN_PAGE.toLowerCase()]: '1', 'sec-fetch-site': 'same-origin' }

/** What a page of ours sends with the operation, and a browser with it. */
export const pageHeadersOf = ({ parameters }: Pick<Operation, 'parameters'>): Record<string, string> =>
  parameters.some(({ name }) => name === OWN_PAGE) ? ownPageHeaders : {}

export async function send(
  madang: TestPlatform,
  { method, parameters = [] }: { readonly method: string } & Partial<Operation>,
  request: Request,
): Promise<Answered> {
  const { url, text, token } = request
  const answer = await madang.platform.gateway.inject({
    method: method as 'POST',
    url,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...pageHeadersOf({ parameters }),
      ...headersOf(request),
    },
    ...(text !== undefined && { payload: text }),
    payloadAsStream: true,
  })
  const { statusCode: status, headers } = answer
  return { status, text: await textOf(answer.stream(), headers['content-type']), headers }
}

/** All of it; of an answer that does not end, nothing. */
async function textOf(body: Readable, type: unknown): Promise<string> {
  if (type === 'text/event-stream') {
    body.destroy()
    return ''
  }
  const chunks: Buffer[] = []
  for await (const chunk of body) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

const headersOf = ({ headers, text }: Request) =>
  headers ?? (text === undefined ? {} : { 'content-type': 'application/json' })

/** Sends them, a few at a time; gives what `judge` finds wrong, one line each. */
export async function sendAll<R extends Request>(
  madang: TestPlatform,
  operation: Operation,
  requests: readonly R[],
  judge: (answer: Answered, request: R) => string | null,
): Promise<string[]> {
  const findings: string[] = []
  const queue = requests.values()
  async function sendNext() {
    for (const request of queue) {
      const answer = await send(madang, operation, request)
      const found = judge(answer, request)
      const { url, what } = request
      if (found)
        findings.push(`${operation.method} ${url.slice(0, 120)}, ${what}: ${found}: ${answer.text.slice(0, 200)}`)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, sendNext))
  return findings
}

/** Over a socket: what is sent is what is written, also where a URL would be tidied up first. */
export function sendRaw(address: string, { method }: Operation, { url, token }: Request): Promise<Answered> {
  const { hostname, port } = new URL(address)
  const { promise, resolve, reject } = Promise.withResolvers<Answered>()
  const headers = token ? { authorization: `Bearer ${token}` } : {}
  const outgoing = request({ hostname, port, method, path: url, headers, agent: false }, answer => {
    const chunks: Buffer[] = []
    answer.on('data', chunk => chunks.push(chunk))
    answer.on('end', () => {
      resolve({ status: answer.statusCode!, text: Buffer.concat(chunks).toString(), headers: answer.headers })
    })
  })
  outgoing.on('error', reject)
  outgoing.end()
  return promise
}

/** Codes of the edge itself, before it is known which operation is meant. */
const edgeCodes = new Set(['not_found', 'method_not_allowed'])

/** Of a request that must be refused. */
export interface Bad extends Request {
  readonly statuses: readonly number[]
}

/** Null for one of its statuses, a refusal with its problem. */
export function refusedIn(operation: Operation, answer: Answered, { statuses }: Bad): string | null {
  if (!statuses.includes(answer.status)) return `${answer.status}, not ${statuses.join(' or ')}`
  return answer.status < 400 ? null : problemIn(operation, answer)
}

/** Null for a problem document that the operation's documentation foresees. */
export function problemIn({ codes }: Operation, { status, text, headers }: Answered): string | null {
  const type = headers['content-type']
  if (type !== 'application/problem+json') return `${status} with the type ${type}`
  const problem = JSON.parse(text)
  if (problem.status !== status || problem.type !== `/problems/${problem.code}`) return 'a problem at odds with itself'
  if (typeof problem.title !== 'string' || problem.title === '') return 'a problem without a title'
  if (edgeCodes.has(problem.code) || codes.get(String(status))?.has(problem.code)) return null
  return `${status} ${problem.code}, which is not documented`
}

/** What a request may end with besides an answer: a refusal by the API, or no answer. */
import type { Problem } from '@madang/client'

/** The API said no. `code` decides, `title` is shown; both come from the API in the reader's language. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly status: number
  readonly code: string
  readonly problem: Problem
  readonly correlationId: string | null

  constructor(problem: Problem, response: Response) {
    super(problem.title)
    this.correlationId = correlationIn(response)
    this.status = response.status
    this.code = problem.code
    this.problem = problem
  }

  /** The message for each field of the request, by its pointer: `shippingAddress.zipCode`. */
  get fields(): Record<string, string> {
    const errors = this.problem.errors ?? []
    return Object.fromEntries(errors.map(({ pointer, message }) => [fieldOf(pointer ?? ''), message]))
  }
}

/** `/shippingAddress/zipCode` as forms name it. */
const fieldOf = (pointer: string): string => pointer.replace(/^#?\//, '').replaceAll('/', '.')

const correlationIn = (response: Response): string | null => response.headers.get('x-correlation-id')

/** No answer, or one of a server in trouble: what was sent may have happened. */
export class Unanswered extends Error {
  override readonly name = 'Unanswered'
  readonly correlationId: string | null

  constructor(response: Response | null, cause?: unknown) {
    super('no answer', { cause })
    this.correlationId = response && correlationIn(response)
  }
}

/** Too many requests: the same request is welcome later. */
const TOO_MANY = 429
const FAULT = 500

interface Result<T> {
  readonly data?: T
  readonly error?: unknown
  readonly response: Response
}

const isProblem = (value: unknown): value is Problem =>
  typeof value === 'object' && value !== null && 'code' in value && 'title' in value

/** The answer of a request of the client, or the error that says why there is none. */
export async function answerOf<T>(request: Promise<Result<T>>): Promise<T> {
  const { data, error, response } = await request.catch((cause: unknown) => {
    if (cause instanceof Refusal || cause instanceof DOMException) throw cause
    throw new Unanswered(null, cause)
  })
  if (response.ok) return data as T
  if (response.status >= FAULT || !isProblem(error)) throw new Unanswered(response)
  throw new Refusal(error, response)
}

/** Whether what was sent certainly did not happen, and never will under its key. */
export const isFinal = (error: unknown): error is Refusal => error instanceof Refusal && error.status !== TOO_MANY

export const correlationOf = (error: unknown): string | null =>
  error instanceof Unanswered || error instanceof Refusal ? error.correlationId : null

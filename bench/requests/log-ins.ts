/** Log-ins with the right password. */
import type { Requests } from '../driver/load.ts'
import { oneOf, post } from './request.ts'

export interface LogInsInput {
  readonly emails: readonly string[]
  readonly password: string
}

export class LogInRequests implements Requests {
  readonly #input: LogInsInput

  constructor(input: LogInsInput) {
    this.#input = input
  }

  next(): string {
    const { emails, password } = this.#input
    return post('/api/users/login', `{"email":"${oneOf(emails)}","password":"${password}"}`)
  }
}

/** Facts to be published by one test service and consumed by another, some with every request. */
import type { Requests } from '../driver/load.ts'
import { post } from './request.ts'

export interface FactsInput {
  readonly perRequest: number
}

export class FactRequests implements Requests {
  readonly #request: string

  constructor({ perRequest }: FactsInput) {
    this.#request = post('/api/facts', `{"count":${perRequest}}`)
  }

  next(): string {
    return this.#request
  }
}

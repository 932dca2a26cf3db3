/**
 * Batches responses per event-loop turn: responses that end in one turn are sent together at its end. A response that
 * is sent immediately wakes its client, whose next request is then handled in a turn of its own, which costs more
 * processor time near the maximum rate (ADR 28).
 */
import type { ServerResponse } from 'node:http'
import { atTurnsEnd } from '../../ports/ports.ts'
import { type AnswerBody, Octets } from '../routes/answer-body.ts'

/**
 * After this many responses they are sent before the end of the turn, so that no client waits for the work of more
 * other requests.
 */
const TOGETHER_MAX = 64

interface Ended {
  readonly raw: ServerResponse
  readonly body: AnswerBody
}

export class CorkedAnswers {
  #waiting: Ended[] = []

  /** Ends a response whose head is written. The head is sent with the body. */
  end(raw: ServerResponse, body: AnswerBody): void {
    const waiting = this.#waiting.push({ raw, body })
    if (waiting === 1) atTurnsEnd(() => this.uncork())
    else if (waiting === TOGETHER_MAX) this.uncork()
  }

  /** Sends the responses that have ended so far. */
  uncork(): void {
    const answers = this.#waiting
    this.#waiting = []
    for (const { raw, body } of answers) {
      if (body === null) raw.end()
      else if (body instanceof Octets) raw.end(body.characters, 'latin1')
      else raw.end(body)
    }
  }
}

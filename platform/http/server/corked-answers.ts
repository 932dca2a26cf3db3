/**
 * Answers that were made in one turn of the event loop go out together, at its end. One that went out at once would wake whoever
 * asked, who would ask again and be answered alone, in a turn of their own, and near the maximum requests then cost more (ADR 28).
 */
import type { ServerResponse } from 'node:http'
import { atTurnsEnd } from '../../ports/ports.ts'
import { type AnswerBody, Octets } from '../routes/answer-body.ts'

/** So many go out before the turn has ended: nobody waits for the work of more others than that. */
const TOGETHER_MAX = 64

interface Ended {
  readonly raw: ServerResponse
  readonly body: AnswerBody
}

export class CorkedAnswers {
  #waiting: Ended[] = []

  /** Ends an answer whose head is written; the head goes with it. */
  end(raw: ServerResponse, body: AnswerBody): void {
    const waiting = this.#waiting.push({ raw, body })
    if (waiting === 1) atTurnsEnd(() => this.uncork())
    else if (waiting === TOGETHER_MAX) this.uncork()
  }

  /** Sends what was ended so far. */
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

/**
 * Answers that were made in one turn of the event loop go out together, at its end. One that went out at once would wake whoever
 * asked, who would ask again and be met alone, in a turn of their own: near the maximum a request then costs a fifth more.
 */
import type { ServerResponse } from 'node:http'
import { atTurnsEnd } from '../ports.ts'

/** So many go out before the turn has ended: nobody waits for the work of more others than that. */
const TOGETHER_MAX = 64

/** UTF-8, each byte a character. Node sends such a text in one piece with the head, and does not encode it once more for each answer. */
export class Octets {
  readonly characters: string

  constructor(text: string) {
    this.characters = Buffer.from(text).toString('latin1')
  }
}

/** What an answer says; null is nothing. */
export type AnswerBody = string | Uint8Array | Octets | null

export const lengthOf = (body: Exclude<AnswerBody, null>): number =>
  body instanceof Octets ? body.characters.length : Buffer.byteLength(body)

interface Ending {
  readonly raw: ServerResponse
  readonly body: AnswerBody
}

export class Endings {
  #waiting: Ending[] = []

  /** Ends an answer whose head is written; the head goes with it. */
  end(raw: ServerResponse, body: AnswerBody): void {
    const waiting = this.#waiting.push({ raw, body })
    if (waiting === 1) atTurnsEnd(() => this.endAll())
    else if (waiting === TOGETHER_MAX) this.endAll()
  }

  endAll(): void {
    const endings = this.#waiting
    this.#waiting = []
    for (const { raw, body } of endings) {
      if (body === null) raw.end()
      else if (body instanceof Octets) raw.end(body.characters, 'latin1')
      else raw.end(body)
    }
  }
}

/** The body of a response, in the form that is cheapest to send. */

/**
 * UTF-8 with one byte per character. Node sends such a text in one piece with the head, without encoding it for each
 * response.
 */
export class Octets {
  readonly characters: string

  constructor(text: string) {
    this.characters = Buffer.from(text).toString('latin1')
  }
}

/** The body of a response; null is none. */
export type AnswerBody = string | Uint8Array | Octets | null

export const lengthOf = (body: Exclude<AnswerBody, null>): number =>
  body instanceof Octets ? body.characters.length : Buffer.byteLength(body)

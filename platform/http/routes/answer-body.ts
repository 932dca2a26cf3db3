/** What an answer says, in the form in which it costs least to send. */

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

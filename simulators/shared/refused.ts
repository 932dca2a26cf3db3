/** What a simulator answers when it will not: a status, and `{code, message}`. */
export class Refused<Code extends string = string> extends Error {
  readonly code: Code
  readonly status: number

  constructor(code: Code, status: number, message: string) {
    super(message)
    this.code = code
    this.status = status
  }

  get body(): { code: Code; message: string } {
    return { code: this.code, message: this.message }
  }
}

/** The simulator's control API, for tests: what it has taken, and how it is to behave. */
import type { NewBehaviour } from './behaviours.ts'
import type { ReceivedMail } from './mailbox.ts'

export class MailControl {
  readonly url: string

  constructor(url: string) {
    this.url = url
  }

  tell = (behaviour: NewBehaviour) => this.#ask('POST', 'behaviours', behaviour)
  behave = () => this.#ask('DELETE', 'behaviours')
  clear = () => this.#ask('DELETE', 'mails')

  /** Newest first. */
  async mails(to: string): Promise<readonly ReceivedMail[]> {
    const { mails } = await this.#ask<{ mails: ReceivedMail[] }>('GET', `mails?to=${encodeURIComponent(to)}`)
    return mails
  }

  async #ask<T = undefined>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await fetch(`${this.url}/simulator/${path}`, {
      method,
      ...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`the mail simulator answered ${answer.status} to ${method} ${path}: ${text}`)
    return (text === '' ? undefined : JSON.parse(text)) as T
  }
}

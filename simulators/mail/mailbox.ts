/** What the simulated mail server has taken, newest first; the oldest is forgotten. In memory only. */
import type { Ports } from '../../platform/ports/ports.ts'
import type { Envelope } from './smtp-session.ts'

export interface ReceivedMail {
  readonly id: string
  readonly at: string
  /** The same for a mail that was sent twice. */
  readonly messageId: string
  readonly from: string
  readonly to: readonly string[]
  readonly subject: string
  readonly language: string
  readonly text: string
  readonly html: string
  /** Addresses of pages in the text. */
  readonly links: readonly string[]
}

export const MAILS_MAX = 200

export class Mailbox {
  readonly #ports: Pick<Ports, 'clock' | 'ids'>
  #mails: readonly ReceivedMail[] = []

  constructor(ports: Pick<Ports, 'clock' | 'ids'>) {
    this.#ports = ports
  }

  /** All, or those to an address. */
  list(to?: string): readonly ReceivedMail[] {
    return to === undefined ? this.#mails : this.#mails.filter(mail => mail.to.includes(to))
  }

  find(id: string): ReceivedMail | null {
    return this.#mails.find(mail => mail.id === id) ?? null
  }

  clear(): void {
    this.#mails = []
  }

  async receive({ to, raw }: Envelope): Promise<void> {
    const { default: PostalMime } = await import('postal-mime')
    const { messageId = '', from, subject = '', text = '', html = '', headers } = await PostalMime.parse(raw)
    const mail: ReceivedMail = {
      id: this.#ports.ids.next('mail'),
      at: this.#ports.clock.now().toISOString(),
      messageId,
      from: [from?.name, from?.address].filter(Boolean).join(' '),
      to,
      subject,
      language: headers.find(({ key }) => key === 'content-language')?.value ?? '',
      text,
      html,
      links: text.match(/https?:\/\/\S+/g) ?? [],
    }
    this.#mails = [mail, ...this.#mails].slice(0, MAILS_MAX)
  }
}

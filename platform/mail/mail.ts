/** The port to a mail server. Mail goes out as a call to the outside world (`mail-call.ts`), never inside a transaction. */

export interface Mail {
  readonly to: string
  readonly subject: string
  readonly language: 'ko' | 'en'
  readonly text: string
  readonly html: string
}

export type MailOutcome =
  | { readonly kind: 'sent' }
  /** The server does not take it, now or later: the address, or what is in it. */
  | { readonly kind: 'rejected'; readonly reason: string }
  /** The server does not take anything from us: our log-in, our address. */
  | { readonly kind: 'turned_away'; readonly reason: string }
  /** No answer, or "later": it may have been sent. */
  | { readonly kind: 'unknown'; readonly reason: string }

export interface MailTransport {
  /** What is sent again under the same key is recognisable as the same message. Does not throw. */
  send(mail: Mail, key: string): Promise<MailOutcome>
}

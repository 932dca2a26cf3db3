/** The mail server at `SMTP_URL`, by nodemailer, which is loaded when the first mail is sent. */
import { hash } from 'node:crypto'
import type { createTransport, NodemailerError } from 'nodemailer'
import type { Clock } from '../ports/ports.ts'
import { FewAtOnce } from './few-at-once.ts'
import type { Mail, MailOutcome, MailTransport } from './mail.ts'

export interface SmtpOptions {
  /** `smtps://user:password@host:465`, or `smtp://host:587` with STARTTLS. */
  readonly url: string
  /** `Name <address>`. */
  readonly from: string
  readonly clock: Clock
}

/** Connections at a time; a provider turns away whoever opens many. */
const CONNECTIONS_MAX = 5
const CONNECT_LIMIT_MS = 5_000
/** Of silence. */
const ANSWER_LIMIT_MS = 10_000
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]']
const ID_CHARS = 32

type Connection = ReturnType<typeof createTransport>

export function smtpTransport({ url, from, clock }: SmtpOptions): MailTransport {
  const few = new FewAtOnce(CONNECTIONS_MAX)
  let connecting: Promise<Connection> | null = null
  const connection = () => {
    connecting ??= connect(url)
    return connecting
  }
  return {
    send: (mail, key) =>
      few.run(async () => {
        try {
          await (await connection()).sendMail({ ...messageOf(mail, from, key), date: clock.now() })
          return { kind: 'sent' }
        } catch (error) {
          return outcomeOf(error)
        }
      }),
  }
}

async function connect(url: string): Promise<Connection> {
  const { createTransport: create } = await import('nodemailer')
  const { protocol, hostname } = new URL(url)
  return create({
    url,
    // What is in a mail is for its reader alone; the server of this machine needs no encryption.
    requireTLS: protocol === 'smtp:' && !LOOPBACK.includes(hostname),
    connectionTimeout: CONNECT_LIMIT_MS,
    greetingTimeout: CONNECT_LIMIT_MS,
    socketTimeout: ANSWER_LIMIT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
}

const messageOf = ({ to, subject, text, html, language }: Mail, from: string, key: string) => ({
  from,
  to: { name: '', address: to },
  subject,
  text,
  html,
  messageId: `<${hash('sha256', key, 'hex').slice(0, ID_CHARS)}@${domainOf(from)}>`,
  headers: { 'Content-Language': language, 'Auto-Submitted': 'auto-generated' },
})

const domainOf = (from: string): string => /@([\w.-]+)/.exec(from)?.[1] ?? 'localhost'

/** Only an answer that was final says that it was not sent. */
export function outcomeOf(error: unknown): MailOutcome {
  const { code = '', responseCode, permanent = false } = error as NodemailerError
  const reason = [code, responseCode].filter(Boolean).join(' ') || 'no answer'
  if (code === 'EAUTH' || code === 'ENOAUTH') return { kind: 'turned_away', reason }
  return { kind: permanent ? 'rejected' : 'unknown', reason }
}

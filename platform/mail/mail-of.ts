/** The mail server that the settings name. */
import type { Clock } from '../ports/ports.ts'
import type { MailTransport } from './mail.ts'
import { smtpTransport } from './smtp.ts'

/** For the simulator; a real server gets a real one by `MAIL_FROM`. */
const FROM = '마당 Madang <no-reply@madang.example>'

const nowhere: MailTransport = {
  send: async () => ({ kind: 'turned_away', reason: 'SMTP_URL is not set' }),
}

export function mailTransportOf(settings: Readonly<Record<string, string | undefined>>, clock: Clock): MailTransport {
  const url = settings.SMTP_URL
  return url === undefined ? nowhere : smtpTransport({ url, from: settings.MAIL_FROM ?? FROM, clock })
}

/**
 * A mail as a call of a saga (ADR 8): its intent is committed with what it tells about, its outcome when it is known. A mail
 * server cannot be asked what became of a mail. So one whose fate is unknown is sent again, under the same message id, for ten
 * minutes; then it is given up, and the saga ends with `mail_not_sent`.
 *
 *     calls: context => ({ mail: mailCall(mailTransportOf(…), input => letterFor(context, input), context.log) })
 *
 * The input is stored, so it names what the mail is about; address and secrets are put in when the mail is sent.
 */
import type { CallDefinition, CallOutcome } from '../kit/calls.ts'
import { refuse } from '../kit/refusal.ts'
import { outsideAnswers } from '../observability/metrics.ts'
import type { Logger } from '../ports/logger.ts'
import type { Mail, MailOutcome, MailTransport } from './mail.ts'

/** Doubles each time: eight tries in some ten minutes. */
const RETRY_PAUSE_MS = 5_000

/** `compose` returns null when the mail has become pointless. */
export function mailCall<I>(
  transport: MailTransport,
  compose: (input: I) => Promise<Mail | null>,
  log: Logger,
): CallDefinition<I> {
  return {
    retry: { pause_ms: RETRY_PAUSE_MS, givenUp: 'mail_not_sent' },
    ask: async () => ({ kind: 'absent' }),
    async perform(input, key) {
      const mail = await compose(input)
      if (mail === null) return { kind: 'done', result: { sent: false } }
      const outcome = await transport.send(mail, key)
      outsideAnswers('mail', 'send', outcome.kind).add()
      logOutcome(log, key, outcome)
      return callOutcomeOf(outcome)
    },
  }
}

/** Without the address and what is in it. */
function logOutcome(log: Logger, key: string, outcome: MailOutcome): void {
  if (outcome.kind === 'sent') log.info({ mail: key }, 'a mail was sent')
  else log.warn({ mail: key, outcome: outcome.kind, reason: outcome.reason }, 'a mail was not sent')
}

/** Being turned away is ours to mend: until then it is tried again like any other. */
function callOutcomeOf(outcome: MailOutcome): CallOutcome {
  switch (outcome.kind) {
    case 'sent':
      return { kind: 'done', result: { sent: true } }
    case 'rejected':
      return { kind: 'refused', refusal: refuse('mail_rejected', { reason: outcome.reason }) }
    case 'turned_away':
    case 'unknown':
      return { kind: 'unknown', reason: outcome.reason }
  }
}

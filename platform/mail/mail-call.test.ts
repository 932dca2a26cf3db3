import { describe, expect, it } from 'vitest'
import { HeldLog } from '../../test/harness/http-edge.ts'
import type { Logger } from '../ports/logger.ts'
import type { Mail, MailOutcome } from './mail.ts'
import { mailCall } from './mail-call.ts'
import { mailTransportOf } from './mail-of.ts'
import { outcomeOf } from './smtp.ts'

const mail: Mail = {
  to: 'minji@example.com',
  language: 'ko',
  subject: '제목',
  text: 'https://shop.test/#secret',
  html: '',
}

function callWith(outcome: MailOutcome, composed: Mail | null = mail) {
  const lines: unknown[] = []
  const keep = (...line: unknown[]) => void lines.push(line)
  const log = { ...new HeldLog().log, info: keep, warn: keep } as unknown as Logger
  const sent: string[] = []
  const transport = {
    async send({ to }: Mail, key: string) {
      sent.push(`${key} ${to}`)
      return outcome
    },
  }
  return { call: mailCall(transport, async () => composed, log), lines, sent }
}

describe('a mail as a call', () => {
  it.each([
    [{ kind: 'sent' }, { kind: 'done', result: { sent: true } }],
    [
      { kind: 'rejected', reason: '550' },
      { kind: 'refused', refusal: { refused: true, code: 'mail_rejected', details: { reason: '550' } } },
    ],
    [
      { kind: 'turned_away', reason: 'EAUTH' },
      { kind: 'unknown', reason: 'EAUTH' },
    ],
    [
      { kind: 'unknown', reason: '451' },
      { kind: 'unknown', reason: '451' },
    ],
  ] as const)('that ends as %j is %j', async (outcome, then) => {
    const { call, sent } = callWith(outcome)
    expect(await call.perform({}, 'saga/1')).toEqual(then)
    expect(sent).toEqual(['saga/1 minji@example.com'])
  })

  it('that has become pointless is not sent', async () => {
    const { call, sent } = callWith({ kind: 'sent' }, null)
    expect(await call.perform({}, 'saga/1')).toEqual({ kind: 'done', result: { sent: false } })
    expect(sent).toEqual([])
  })

  it('may be sent again: nobody can be asked what became of it', async () => {
    expect(await callWith({ kind: 'sent' }).call.ask({}, 'saga/1')).toEqual({ kind: 'absent' })
  })

  it.each([{ kind: 'sent' }, { kind: 'unknown', reason: '451' }] as const)(
    'is logged without its address and what is in it: %j',
    async outcome => {
      const { call, lines } = callWith(outcome)
      await call.perform({}, 'saga/1')
      expect(lines).toHaveLength(1)
      expect(JSON.stringify(lines)).toContain('saga/1')
      expect(JSON.stringify(lines)).not.toMatch(/minji|secret|제목/)
    },
  )
})

describe('what the mail server answers', () => {
  const error = (facts: object) => Object.assign(new Error('said no'), facts)
  it.each([
    [error({ code: 'EENVELOPE', responseCode: 550, permanent: true }), { kind: 'rejected', reason: 'EENVELOPE 550' }],
    [error({ code: 'EENVELOPE', responseCode: 451, permanent: false }), { kind: 'unknown', reason: 'EENVELOPE 451' }],
    [error({ code: 'EAUTH', responseCode: 535, permanent: true }), { kind: 'turned_away', reason: 'EAUTH 535' }],
    [error({ code: 'ETIMEDOUT' }), { kind: 'unknown', reason: 'ETIMEDOUT' }],
    [new Error('?'), { kind: 'unknown', reason: 'no answer' }],
  ])('%s is %j', (fault, outcome) => expect(outcomeOf(fault)).toEqual(outcome))

  it('without a mail server nothing is sent', async () => {
    const clock = { now: () => new Date(0), after: () => ({ cancel: () => {} }) }
    expect(await mailTransportOf({}, clock).send(mail, 'k')).toMatchObject({ kind: 'turned_away' })
  })
})

import { connect } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Mail } from '../../platform/mail/mail.ts'
import { smtpTransport } from '../../platform/mail/smtp.ts'
import { systemPorts } from '../../platform/ports/ports.ts'
import { MailControl } from './control.ts'
import { MAILS_MAX } from './mailbox.ts'
import { type MailSimulator, startMailSimulator } from './server.ts'

const ports = systemPorts()
let simulator: MailSimulator
let control: MailControl
beforeAll(async () => {
  simulator = await startMailSimulator({ ports, port: 0 })
  control = new MailControl(simulator.url)
})
afterAll(() => simulator.stop())
beforeEach(async () => {
  await control.behave()
  await control.clear()
})

const mail: Mail = {
  to: 'minji@example.com',
  language: 'ko',
  subject: '비밀번호를 새로 정해 주세요 — “링크”',
  text: '안녕하세요.\n\n.점으로 시작하는 줄\n..\nhttps://shop.test/password-reset#abc.def-_\n',
  html: '<!doctype html><p>안녕하세요 &lt;김민지&gt;</p>',
}
const send = (more: Partial<Mail> = {}, key = 'reset/1') =>
  smtpTransport({ url: simulator.smtpUrl, from: '마당 <no-reply@shop.test>', clock: ports.clock }).send(
    { ...mail, ...more },
    key,
  )

describe('a mail', () => {
  it('arrives as it was written', async () => {
    expect(await send()).toEqual({ kind: 'sent' })
    const [received] = await control.mails(mail.to)
    expect(received).toMatchObject({
      from: '마당 no-reply@shop.test',
      to: [mail.to],
      subject: mail.subject,
      language: 'ko',
      links: ['https://shop.test/password-reset#abc.def-_'],
    })
    expect(received?.text.trimEnd()).toBe(mail.text.trimEnd())
    expect(received?.html.trimEnd()).toBe(mail.html)
  })

  it('that is sent again is known by its id; another one has another', async () => {
    for (const key of ['reset/1', 'reset/1', 'reset/2']) await send({}, key)
    const ids = (await control.mails(mail.to)).map(({ messageId }) => messageId)
    expect(ids[0]).not.toBe(ids[1])
    expect(ids[1]).toBe(ids[2])
    expect(ids[0]).toMatch(/^<[0-9a-f]{32}@shop\.test>$/)
  })

  it.each([
    ['reject', { kind: 'rejected', reason: 'EENVELOPE 550' }, 0],
    ['defer', { kind: 'unknown', reason: 'EENVELOPE 451' }, 0],
    ['hang_up', { kind: 'unknown', reason: expect.any(String) }, 0],
    ['lose_answer', { kind: 'unknown', reason: expect.any(String) }, 1],
  ] as const)('that meets %s is known to be so', async (kind, outcome, arrived) => {
    await control.tell({ kind, match: { to: mail.to } })
    expect(await send()).toEqual(outcome)
    expect(await control.mails(mail.to)).toHaveLength(arrived)
    expect(await send({ to: 'other@example.com' })).toEqual({ kind: 'sent' })
  })

  it('to a server that is not there may be sent later', async () => {
    const transport = smtpTransport({ url: 'smtp://127.0.0.1:1', from: 'a <a@b.test>', clock: ports.clock })
    expect(await transport.send(mail, 'k')).toMatchObject({ kind: 'unknown' })
  })

  it('goes to no address but its own, whatever the address holds', async () => {
    await send({ to: 'minji@example.com\r\nBcc: all@example.com' })
    expect(await control.mails('all@example.com')).toEqual([])
  })

  it('of many waits for its turn', async () => {
    const transport = smtpTransport({ url: simulator.smtpUrl, from: 'a <a@b.test>', clock: ports.clock })
    const outcomes = await Promise.all(Array.from({ length: 30 }, (_, nth) => transport.send(mail, `key ${nth}`)))
    expect(outcomes.every(({ kind }) => kind === 'sent')).toBe(true)
    expect(await control.mails(mail.to)).toHaveLength(30)
  })
})

describe('the mailbox', () => {
  it('shows mails as a page, and their HTML where nothing in it can run', async () => {
    await send({ subject: '<script>alert(1)</script>' })
    const page = await (await fetch(simulator.url)).text()
    expect(page).toContain('&lt;script&gt;alert(1)')
    expect(page).toContain('<a href="https://shop.test/password-reset#abc.def-_"')
    const [received] = await control.mails(mail.to)
    const html = await fetch(`${simulator.url}/simulator/mails/${received?.id}/html`)
    expect(html.headers.get('content-security-policy')).toContain('sandbox')
    expect(await html.text()).toContain('안녕하세요')
    expect((await fetch(`${simulator.url}/simulator/mails/mail_none/html`)).status).toBe(404)
  })

  it('keeps a bounded number, the newest', async () => {
    const transport = smtpTransport({ url: simulator.smtpUrl, from: 'a <a@b.test>', clock: ports.clock })
    for (let nth = 0; nth < MAILS_MAX + 5; nth += 1) await transport.send({ ...mail, subject: `${nth}` }, `${nth}`)
    const subjects = (await control.mails(mail.to)).map(({ subject }) => subject)
    expect([subjects.length, subjects[0], subjects.at(-1)]).toEqual([MAILS_MAX, `${MAILS_MAX + 4}`, '5'])
  })

  it('answers what is no mail', async () => {
    const said = await new Promise<string>(resolve => {
      let text = ''
      const socket = connect(Number(new URL(simulator.smtpUrl).port), '127.0.0.1')
      socket.on('data', chunk => (text += chunk))
      socket.on('close', () => resolve(text))
      socket.write('DATA\r\nWHAT\r\nNOOP\r\nQUIT\r\n')
    })
    expect(said.split('\r\n')).toEqual([
      '220 localhost ready',
      '503 no recipient',
      '502 not known here',
      '250 ok',
      '221 bye',
      '',
    ])
  })
})

/** A look into the mailbox, as a page and as JSON, and orders on how to behave. Open to whoever reaches the loopback address. */
import type { FastifyInstance } from 'fastify'
import { Refused } from '../shared/refused.ts'
import { type Behaviours, NewBehaviour } from './behaviours.ts'
import type { Mailbox } from './mailbox.ts'
import { mailboxPage } from './page.ts'

const HTML = 'text/html; charset=utf-8'
/** What is in a mail runs nothing, and loads nothing. */
const MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox allow-popups"

export function controlApi(app: FastifyInstance, mailbox: Mailbox, behaviours: Behaviours): void {
  app.get('/', (_, reply) => reply.type(HTML).send(mailboxPage(mailbox.list())))

  app.get<{ Querystring: { to?: string } }>('/simulator/mails', ({ query }) => ({ mails: mailbox.list(query.to) }))

  app.get<{ Params: { id: string } }>('/simulator/mails/:id/html', ({ params }, reply) => {
    const mail = mailbox.find(params.id)
    if (!mail) throw new Refused('NOT_FOUND', 404, 'there is no such mail')
    return reply.type(HTML).header('content-security-policy', MAIL_POLICY).send(mail.html)
  })

  app.delete('/simulator/mails', (_, reply) => {
    mailbox.clear()
    return reply.code(204).send()
  })

  app.post('/simulator/behaviours', { schema: { body: NewBehaviour } }, (request, reply) => {
    behaviours.add(request.body as NewBehaviour)
    return reply.code(204).send()
  })

  app.delete('/simulator/behaviours', (_, reply) => {
    behaviours.clear()
    return reply.code(204).send()
  })
}

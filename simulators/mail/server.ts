/**
 * The mail server when there is none: it takes mails by SMTP on the loopback address, delivers them to nobody, and shows them on
 * a page (`control-api.ts`).
 */
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import type { Ports } from '../../platform/ports/ports.ts'
import { openLoopback } from '../shared/loopback.ts'
import { Refused } from '../shared/refused.ts'
import { ordersToBehave } from './behaviours.ts'
import { controlApi } from './control-api.ts'
import { Mailbox } from './mailbox.ts'
import { type SmtpOptions, SmtpSession } from './smtp-session.ts'

export interface MailSimulatorOptions {
  readonly ports: Pick<Ports, 'clock' | 'ids'>
  /** Of the page; 0 takes a free one. The mail server itself always takes a free one. */
  readonly port: number
}

export interface MailSimulator {
  /** Of the page. */
  readonly url: string
  readonly smtpUrl: string
  stop(): Promise<void>
}

export async function startMailSimulator({ ports, port }: MailSimulatorOptions): Promise<MailSimulator> {
  const mailbox = new Mailbox(ports)
  const behaviours = ordersToBehave()
  const smtp = await openSmtp({
    behave: facts => behaviours.take(facts).map(({ kind }) => kind),
    receive: envelope => mailbox.receive(envelope),
  })
  try {
    const page = await openLoopback({
      port,
      refusals: {
        malformed: () => new Refused('INVALID_REQUEST', 400, 'not understood'),
        unknownPath: () => new Refused('NOT_FOUND', 404, 'no such path'),
        broken: () => new Refused('BROKEN', 500, 'broken'),
      },
      routes: app => controlApi(app, mailbox, behaviours),
    })
    return {
      url: page.url,
      smtpUrl: smtp.url,
      async stop() {
        await page.close()
        await smtp.close()
      },
    }
  } catch (error) {
    await smtp.close()
    throw error
  }
}

async function openSmtp(options: SmtpOptions): Promise<{ readonly url: string; close(): Promise<void> }> {
  const sockets = new Set<Socket>()
  const server: Server = createServer(socket => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    new SmtpSession(socket, options)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      for (const socket of sockets) socket.destroy()
      return new Promise(resolve => server.close(() => resolve()))
    },
  }
}

/** One connection of the simulated mail server: as much of SMTP (RFC 5321) as a client needs that sends mails. */
import type { Socket } from 'node:net'
import type { BehaviourKind, Facts } from './behaviours.ts'

export interface Envelope {
  readonly from: string
  readonly to: readonly string[]
  readonly raw: Buffer
}

export interface SmtpOptions {
  /** The behaviours that apply; each is used up once. */
  readonly behave: (facts: Facts) => readonly BehaviourKind[]
  readonly receive: (envelope: Envelope) => Promise<void>
}

const MESSAGE_BYTES_MAX = 1024 * 1024
const RECIPIENTS_MAX = 20
const END_OF_LINE = '\r\n'
const END_OF_MESSAGE = '\r\n.\r\n'
const EXTENSIONS = ['250-localhost', '250-8BITMIME', '250-SMTPUTF8', `250 SIZE ${MESSAGE_BYTES_MAX}`].join(END_OF_LINE)

export class SmtpSession {
  readonly #socket: Socket
  readonly #options: SmtpOptions
  #buffer: Buffer = Buffer.alloc(0)
  #inMessage = false
  #from = ''
  #to: string[] = []
  #working: Promise<void> = Promise.resolve()

  constructor(socket: Socket, options: SmtpOptions) {
    this.#socket = socket
    this.#options = options
    socket.on('error', () => socket.destroy())
    socket.on('data', chunk => {
      this.#working = this.#working.then(() => this.#take(Buffer.from(chunk))).catch(() => void socket.destroy())
    })
    this.#say('220 localhost ready')
  }

  async #take(chunk: Buffer): Promise<void> {
    this.#buffer = Buffer.concat([this.#buffer, chunk])
    if (this.#buffer.length > MESSAGE_BYTES_MAX) return this.#end('552 too large')
    for (let part = this.#next(); part !== null; part = this.#next()) {
      if (this.#inMessage) await this.#message(part)
      else this.#command(part.toString('utf8'))
    }
  }

  /** The next line, or the whole message; null as long as its end has not come. */
  #next(): Buffer | null {
    const end = this.#inMessage ? END_OF_MESSAGE : END_OF_LINE
    const at = this.#buffer.indexOf(end)
    if (at === -1 || this.#socket.destroyed) return null
    const part = this.#buffer.subarray(0, at)
    this.#buffer = this.#buffer.subarray(at + end.length)
    return part
  }

  #command(line: string): void {
    const [verb = ''] = line.split(/[ :]/)
    const address = /<([^>]*)>/.exec(line)?.[1] ?? ''
    switch (verb.toUpperCase()) {
      case 'EHLO':
        return this.#say(EXTENSIONS)
      case 'HELO':
      case 'NOOP':
        return this.#say('250 ok')
      case 'MAIL':
        this.#begin(address)
        return this.#say('250 ok')
      case 'RCPT':
        return this.#recipient(address)
      case 'DATA':
        this.#inMessage = this.#to.length > 0
        return this.#say(this.#inMessage ? '354 go on' : '503 no recipient')
      case 'RSET':
        this.#begin('')
        return this.#say('250 ok')
      case 'QUIT':
        return this.#end('221 bye')
      default:
        return this.#say('502 not known here')
    }
  }

  #begin(from: string): void {
    this.#from = from
    this.#to = []
  }

  #recipient(to: string): void {
    const told = this.#options.behave({ operation: 'recipient', to })
    if (told.includes('hang_up')) this.#socket.destroy()
    else if (told.includes('reject')) this.#say('550 no such mailbox')
    else if (told.includes('defer')) this.#say('451 try again later')
    else if (this.#to.length >= RECIPIENTS_MAX) this.#say('452 too many recipients')
    else {
      this.#to.push(to)
      this.#say('250 ok')
    }
  }

  async #message(part: Buffer): Promise<void> {
    this.#inMessage = false
    const [from, to] = [this.#from, this.#to]
    this.#begin('')
    await this.#options.receive({ from, to, raw: unstuffed(part) })
    const told = this.#options.behave({ operation: 'message', to: to[0] ?? '' })
    if (told.includes('lose_answer')) this.#socket.destroy()
    else this.#say('250 taken')
  }

  #say(text: string): void {
    if (!this.#socket.destroyed) this.#socket.write(`${text}${END_OF_LINE}`)
  }

  #end(text: string): void {
    this.#socket.end(`${text}${END_OF_LINE}`)
  }
}

/** A line that begins with a dot was sent with another one before it (RFC 5321 §4.5.2). */
const unstuffed = (part: Buffer): Buffer =>
  Buffer.from(part.toString('latin1').replaceAll(/(^|\r\n)\.\./g, '$1.'), 'latin1')

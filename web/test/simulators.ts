/** The outside world of the demo: a bank where accounts are opened, a mail server that keeps what it gets. */
import { inject } from 'vitest'

export interface AtBank {
  readonly bankCode: string
  readonly accountNumber: string
  readonly holderName: string
}

async function ask(url: string, body: unknown): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`)
}

/** A new account at Shinhan Bank, whose numbers are grouped `110-345-678901`. */
export async function openAccount(holderName: string, balance: number): Promise<AtBank> {
  const digits = Array.from(crypto.getRandomValues(new Uint8Array(9)), byte => byte % 10).join('')
  const account = { bankCode: '088', accountNumber: `110${digits}`, holderName }
  await ask(`${inject('demo').bank}/simulator/accounts`, { ...account, balance })
  return account
}

interface Mail {
  readonly links: readonly string[]
}

const MAIL_LIMIT_MS = 10_000
const LOOK_AGAIN_MS = 200

/** The first link of the newest mail to an address, once it has come. */
export async function linkMailedTo(address: string): Promise<string> {
  const url = `${inject('demo').mail}/simulator/mails?to=${encodeURIComponent(address)}`
  const until = Date.now() + MAIL_LIMIT_MS
  while (Date.now() < until) {
    const { mails } = (await (await fetch(url)).json()) as { mails: readonly Mail[] }
    const link = mails[0]?.links[0]
    if (link !== undefined) return link
    await new Promise(resolve => setTimeout(resolve, LOOK_AGAIN_MS))
  }
  throw new Error(`no mail came to ${address}`)
}

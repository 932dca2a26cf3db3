/** Starts the simulators of the bank, the PSP and the mail server unless the settings name real ones. */
import { join } from 'node:path'
import type { Ports } from '../platform/ports/ports.ts'
import { BankControl } from '../simulators/bank/control.ts'
import { startBankSimulator } from '../simulators/bank/server.ts'
import { startMailSimulator } from '../simulators/mail/server.ts'
import { startPspSimulator } from '../simulators/psp/server.ts'
import type { Configuration } from './configuration.ts'

/** What was started is stopped, in reverse order, when a later part fails to start. */
export class Running {
  readonly #stops: (() => Promise<unknown>)[] = []

  add<T>(started: T, stop: (started: T) => Promise<unknown>): T {
    this.#stops.push(() => stop(started))
    return started
  }

  async stop(): Promise<void> {
    for (const stop of this.#stops.splice(0).reverse()) await stop()
  }
}

/** Everybody knows them. */
export const SIMULATOR_SECRETS = {
  PSP_SECRET_KEY: 'test_sk_simulator',
  PSP_WEBHOOK_SECRET: 'simulator-webhooks',
  BANK_API_KEY: 'bank-simulator',
}

/** The simulator gets a generated key and webhook secret; a real PSP provides its own. */
export async function pspSettings(
  { env, pspUrl, dataDirectory, host, port, simulatorPorts }: Configuration,
  ports: Ports,
  running: Running,
) {
  if (pspUrl) return { PSP_URL: pspUrl }
  const secretKey = env.PSP_SECRET_KEY ?? SIMULATOR_SECRETS.PSP_SECRET_KEY
  const secret = env.PSP_WEBHOOK_SECRET ?? SIMULATOR_SECRETS.PSP_WEBHOOK_SECRET
  const webhook = { url: `http://${host}:${port}/api/payments/webhooks/toss`, secret }
  const simulator = running.add(
    await startPspSimulator({
      ports,
      port: simulatorPorts.psp,
      secretKey,
      file: join(dataDirectory, 'psp-simulator.jsonl'),
      ...(port !== 0 && { webhook }),
    }),
    started => started.stop(),
  )
  return { PSP_URL: simulator.url, PSP_SECRET_KEY: secretKey, PSP_WEBHOOK_SECRET: secret }
}

/** Also returns the control of the simulator, which opens accounts and orders behaviours; a real bank has none. */
export async function bankSettings(
  { env, bankUrl, dataDirectory, simulatorPorts }: Configuration,
  ports: Ports,
  running: Running,
) {
  if (bankUrl) return { settings: { BANK_URL: bankUrl }, control: null }
  const apiKey = env.BANK_API_KEY ?? SIMULATOR_SECRETS.BANK_API_KEY
  const simulator = running.add(
    await startBankSimulator({
      ports,
      port: simulatorPorts.bank,
      apiKey,
      file: join(dataDirectory, 'bank-simulator.jsonl'),
    }),
    started => started.stop(),
  )
  return { settings: { BANK_URL: simulator.url, BANK_API_KEY: apiKey }, control: new BankControl(simulator.url) }
}

/** Also returns where the mails can be looked at; a real server has no such place. */
export async function mailSettings({ smtpUrl, simulatorPorts }: Configuration, ports: Ports, running: Running) {
  if (smtpUrl) return { settings: { SMTP_URL: smtpUrl }, url: null }
  const starting = startMailSimulator({ ports, port: simulatorPorts.mail })
  const simulator = running.add(await starting, started => started.stop())
  return { settings: { SMTP_URL: simulator.smtpUrl }, url: simulator.url }
}

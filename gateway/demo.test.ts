import { afterEach, expect, test } from 'vitest'
import { fingerprintKey, HeldLog, handPorts, TokenMint } from '../test/harness/http-edge.ts'
import { createGateway, type GatewayOptions } from './server.ts'
import { gatewaySettings } from './settings.ts'

let server: Awaited<ReturnType<typeof createGateway>>
afterEach(() => server.close())

async function offered(demo?: GatewayOptions['demo']) {
  const ports = handPorts()
  server = await createGateway({
    services: [],
    settings: gatewaySettings({ MADANG_WEB: 'off' }),
    tokens: new TokenMint(ports.clock).verifier(),
    ports,
    log: new HeldLog().log,
    fingerprintKey,
    ...(demo && { demo }),
  })
  const answer = await server.inject('/session/demo')
  return { status: answer.statusCode, body: answer.json() }
}

test('the log-in page offers the people of the demo', async () => {
  const demo = {
    people: [{ kind: 'customer', email: 'a@b.demo', password: 'known' }],
    bank: 'http://127.0.0.1:1',
  } as const
  expect(await offered(async () => demo)).toEqual({ status: 200, body: demo })
})

test('and nobody where there is none', async () => {
  expect(await offered()).toEqual({ status: 200, body: { people: [], bank: null } })
})

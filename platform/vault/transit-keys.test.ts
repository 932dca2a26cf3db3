import { createHmac } from 'node:crypto'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemRandom } from '../ports/ports.ts'
import { openKeyProvider } from './key-provider.ts'
import { TransitKeys } from './transit-keys.ts'

const KNOWN = 'vault:v1:'
const flip = (text: string): string => Buffer.from(text, 'base64').reverse().toString('base64')

type Operation = (body: Record<string, any>) => Record<string, string>

/** Answers as Vault's Transit engine does; its cipher turns the bytes round. */
const operations: Record<string, Operation> = {
  '/v1/transit/encrypt/madang': body => ({ ciphertext: KNOWN + flip(body.plaintext) }),
  '/v1/transit/decrypt/madang': body => ({ plaintext: flip(body.ciphertext.slice(KNOWN.length)) }),
  '/v1/transit/hmac/madang': body => ({
    hmac: KNOWN + createHmac('sha256', `key ${body.key_version}`).update(body.input).digest('base64'),
  }),
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString()
}

let server: Server
let address: string
const namespaces: unknown[] = []

beforeAll(async () => {
  server = createServer(async (request, response) => {
    if (request.url?.endsWith('/slow')) return
    const operation = operations[request.url ?? '']
    const allowed = request.headers['x-vault-token'] === 's.right'
    namespaces.push(request.headers['x-vault-namespace'])
    const body = JSON.parse(await textOf(request))
    response.statusCode = allowed && operation ? 200 : allowed ? 404 : 403
    response.end(JSON.stringify(response.statusCode === 200 ? { data: operation!(body) } : { errors: ['refused'] }))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterAll(() => {
  server.closeAllConnections()
  server.close()
})

describe('Vault Transit as key provider', () => {
  it('is chosen by settings; unwraps what it wrapped; derives the same key again', async () => {
    const settings = { VAULT_ADDR: address, VAULT_TOKEN: 's.right', VAULT_NAMESPACE: 'shop' }
    const keys = await openKeyProvider({ settings, dataDirectory: tmpdir(), random: systemRandom })
    const dataKey = systemRandom.bytes(32)
    const wrapped = await keys.wrap(dataKey)
    expect(wrapped).toMatch(/^vault:v1:/)
    expect(keys.keyId).toBe('transit:madang')
    expect(Buffer.from(await keys.unwrap(wrapped, keys.keyId)).equals(dataKey)).toBe(true)
    const derived = await keys.derive('identity/blind-index')
    expect(derived).toHaveLength(32)
    expect(await keys.derive('identity/blind-index')).toEqual(derived)
    expect(await keys.derive('identity/own')).not.toEqual(derived)
    expect(namespaces).toContain('shop')
  })

  it.each([
    ['a wrong token', { token: 's.wrong' }, /403 refused/],
    ['a key that does not exist', { keyName: 'other' }, /404 refused/],
    ['silence', { keyName: 'slow', limit_ms: 50 }, /could not be reached/],
    ['no server', { address: 'http://127.0.0.1:1' }, /could not be reached/],
  ])('throws for %s', async (_, changed, message) => {
    const keys = new TransitKeys({ address, token: 's.right', keyName: 'madang', ...changed })
    await expect(keys.wrap(systemRandom.bytes(32))).rejects.toThrow(message)
  })

  it('does not unwrap what a key file wrapped, and wants a token', async () => {
    const keys = new TransitKeys({ address, token: 's.right', keyName: 'madang' })
    await expect(keys.unwrap('v1.a.b.c', 'local-1')).rejects.toThrow(/does not live in Vault/)
    const settings = { VAULT_ADDR: address }
    await expect(openKeyProvider({ settings, dataDirectory: tmpdir(), random: systemRandom })).rejects.toThrow(
      /VAULT_TOKEN/,
    )
  })
})

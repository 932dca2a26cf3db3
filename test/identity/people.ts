/** Identity and money behind a gateway, and people who talk to it. */
import { jwks, tokenNames } from '../../contracts/identity.ts'
import { createGateway } from '../../gateway/server.ts'
import { gatewaySettings } from '../../gateway/settings.ts'
import { TokenVerifier } from '../../platform/auth/tokens.ts'
import { isRefusal } from '../../platform/kit/refusal.ts'
import { createLogger } from '../../platform/ports/logger.ts'
import { type Ports, systemClock } from '../../platform/ports/ports.ts'
import { createOperator } from '../../services/identity/registration/feature.ts'
import { identity } from '../../services/identity/service.ts'
import { money } from '../../services/money/service.ts'
import { openTestApplication, testKeys } from '../harness/application.ts'

export const PASSWORD = 'correct horse battery'

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly text: string
  readonly body: ReturnType<typeof JSON.parse>
}

interface AskOptions {
  readonly token?: string
  readonly body?: object
  readonly remoteAddress?: string
  readonly [header: string]: unknown
}

export type People = Awaited<ReturnType<typeof openPeople>>

export async function openPeople(more: Partial<Ports> = {}) {
  let ahead_ms = 0
  const clock = { ...systemClock, now: () => new Date(Date.now() + ahead_ms) }
  const test = await openTestApplication({ services: [identity, money], ports: { clock, ...more } })
  const settings = gatewaySettings({ MADANG_RATE_LIMIT: 'off', MADANG_RATE_LIMIT_CREDENTIALS: 'off' })

  async function gateway() {
    const { context, writer } = test.application.service('identity')
    const keys = () => test.application.rpc.call(jwks, {})
    return createGateway({
      services: [{ name: 'identity', routes: identity.routes?.(context) ?? [], refusals: identity.refusals, writer }],
      settings,
      tokens: new TokenVerifier({ ...tokenNames({}), clock, keys }),
      ports: test.ports,
      log: createLogger({ settings: { LOG_LEVEL: 'silent' } }),
      fingerprintKey: await testKeys.derive('http/fingerprint'),
      checkReplies: true,
    })
  }
  let server = await gateway()

  async function ask(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    url: string,
    { token, body, remoteAddress, ...headers }: AskOptions = {},
  ): Promise<Answer> {
    const response = await server.inject({
      method,
      url,
      headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), ...(headers as Record<string, string>) },
      ...(body ? { payload: body } : {}),
      ...(remoteAddress ? { remoteAddress } : {}),
    })
    const text = response.payload
    return { status: response.statusCode, headers: response.headers, text, body: text ? JSON.parse(text) : null }
  }

  let count = 0
  const newEmail = (who = 'person'): string => {
    count += 1
    return `${who}${count}@example.com`
  }
  return {
    ask,
    get application() {
      return test.application
    },
    get context() {
      return test.application.service('identity').context
    },
    newEmail,
    register: (given: object = {}, more: object = {}) =>
      ask('POST', '/api/users/register', {
        body: { email: newEmail(), password: PASSWORD, name: '김민수', ...given },
        ...more,
      }),
    logIn: (email: string, password = PASSWORD, more: object = {}) =>
      ask('POST', '/api/users/login', { body: { email, password }, ...more }),
    refresh: (refreshToken: string, more: object = {}) =>
      ask('POST', '/api/users/refresh', { body: { refreshToken }, ...more }),
    validate: async (token: string) => (await ask('POST', '/api/users/validate', { body: { token } })).body,
    async operator(): Promise<string> {
      const email = newEmail('operator')
      const made = await createOperator(test.application.service('identity').context, {
        email,
        password: PASSWORD,
        name: '운영자',
      })
      if (isRefusal(made)) throw new Error(made.code)
      return (await ask('POST', '/api/users/login', { body: { email, password: PASSWORD } })).body.token
    },
    advance(by_ms: number) {
      ahead_ms += by_ms
    },
    async restart() {
      await server.close()
      await test.restart()
      server = await gateway()
    },
    async close() {
      await server.close()
      await test.close()
    },
  }
}

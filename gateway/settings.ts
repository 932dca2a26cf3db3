/** The settings of the gateway, read from the environment once. */
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { CorsRules } from '../platform/http/server/cors.ts'

export interface GatewaySettings {
  readonly cors: CorsRules
  /** Requests per minute for a member, or for an address without a token; null is no limit. */
  readonly requests_per_minute: number | null
  /** Requests in 15 minutes for an address, on routes that take credentials; null is no limit. */
  readonly credentials_per_quarter: number | null
  readonly trustedProxies: readonly string[]
  /** The commit of the build, if it is known. */
  readonly commit: string | null
  /** The folder of the built web app; null serves none. */
  readonly web: string | null
}

/** Where `web/` is built. */
export const WEB_BUILD = fileURLToPath(new URL('../web/dist', import.meta.url))

export const REQUESTS_PER_MINUTE = 6_000
export const CREDENTIALS_PER_QUARTER = 100

export function gatewaySettings(env: Readonly<Record<string, string | undefined>>): GatewaySettings {
  return {
    cors: { origins: listOf(env.MADANG_CORS_ORIGINS), localhost: env.NODE_ENV !== 'production' },
    requests_per_minute: limitOf(env, 'MADANG_RATE_LIMIT', REQUESTS_PER_MINUTE),
    credentials_per_quarter: limitOf(env, 'MADANG_RATE_LIMIT_CREDENTIALS', CREDENTIALS_PER_QUARTER),
    trustedProxies: listOf(env.MADANG_TRUSTED_PROXIES),
    commit: env.MADANG_COMMIT || null,
    web: env.MADANG_WEB === 'off' ? null : resolve(env.MADANG_WEB || WEB_BUILD),
  }
}

const listOf = (text = ''): string[] =>
  text
    .split(',')
    .map(item => item.trim())
    .filter(item => item !== '')

/** A positive whole number, or `off`. */
function limitOf(env: Readonly<Record<string, string | undefined>>, name: string, otherwise: number): number | null {
  const text = env[name]
  if (text === undefined || text === '') return otherwise
  if (text === 'off') return null
  const limit = Number(text)
  if (!Number.isSafeInteger(limit) || limit < 1) throw new Error(`${name} is "${text}": give a positive number, or off`)
  return limit
}

/**
 * CORS: which web pages of other origins may call the API. Pages of the same origin need no headers. For other origins
 * the response either names the origin or nothing, and the browser enforces it. Tokens travel in headers, so there is
 * no credentials mode.
 */
const ALLOWED_HEADERS =
  'authorization, content-type, accept-language, idempotency-key, if-match, prefer, x-correlation-id, traceparent'
const EXPOSED_HEADERS =
  'x-correlation-id, etag, location, idempotency-replayed, preference-applied, retry-after, content-language, www-authenticate'
const PREFLIGHT_AGE_S = 600
const CACHED_ORIGINS_MAX = 100

const localhost = /^https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/

export interface CorsRules {
  /** Exact origins, `https://shop.example.com`. */
  readonly origins: readonly string[]
  /** Pages served from this machine, for development. */
  readonly localhost: boolean
}

export class Cors {
  readonly #rules: CorsRules
  readonly #headers = new Map<string, readonly string[]>()

  constructor(rules: CorsRules) {
    this.#rules = rules
  }

  /** Whether pages of this origin may call. */
  allows(origin: string): boolean {
    return this.#rules.origins.includes(origin) || (this.#rules.localhost && localhost.test(origin))
  }

  /** Header names and values in turn, as Node writes them; none for an origin that may not call. */
  headersFor(origin: string): readonly string[] {
    const known = this.#headers.get(origin)
    if (known !== undefined) return known
    const headers = this.allows(origin)
      ? ['access-control-allow-origin', origin, 'access-control-expose-headers', EXPOSED_HEADERS, 'vary', 'origin']
      : ['vary', 'origin']
    if (this.#headers.size >= CACHED_ORIGINS_MAX) this.#headers.clear()
    this.#headers.set(origin, headers)
    return headers
  }

  /** Further headers of a preflight response. The methods are those of the path. */
  preflight(allow: string): readonly string[] {
    return [
      'access-control-allow-methods',
      allow,
      'access-control-allow-headers',
      ALLOWED_HEADERS,
      'access-control-max-age',
      String(PREFLIGHT_AGE_S),
    ]
  }
}

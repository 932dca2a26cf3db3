/**
 * Routes that go by a cookie are for pages of this origin alone. A browser sends the cookie whoever makes it send the
 * request; but another origin cannot set a header of ours without being allowed to by CORS, and cannot choose what the browser
 * says in `Sec-Fetch-Site` or `Origin`. (OWASP's cheat sheet on cross-site request forgery has both.)
 */
import type { FastifyRequest } from 'fastify'

export const OWN_PAGE_HEADER = 'x-madang-session'
export const OWN_PAGE_VALUE = '1'

/** A browser that sends no `Sec-Fetch-Site` (Safari before 16.4) has to say its origin. */
export function isOwnPage({ headers, host }: Pick<FastifyRequest, 'headers' | 'host'>): boolean {
  if (headers[OWN_PAGE_HEADER] !== OWN_PAGE_VALUE) return false
  const site = headers['sec-fetch-site']
  return site === undefined ? isAt(headers.origin, host) : site === 'same-origin'
}

/**
 * The scheme is not compared: behind a proxy that ends TLS this server is asked by plain HTTP.
 */
function isAt(origin: string | undefined, host: string): boolean {
  return origin !== undefined && URL.canParse(origin) && new URL(origin).host === host.toLowerCase()
}

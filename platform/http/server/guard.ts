/**
 * The only hook of a declared route: authentication, authorization and rate limits. It runs before the body is read. A
 * cached token is checked synchronously, in the same turn of the event loop.
 */

import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Actor, hasRole, type NotVerified } from '../../auth/tokens.ts'
import { invalidRequest } from '../../kit/invalid.ts'
import { refuse } from '../../kit/refusal.ts'
import { networkOf } from '../routes/network.ts'
import { isStorableUrl } from '../routes/storable.ts'
import { Exchange, type MountedRoute } from './exchange.ts'
import { isOwnPage } from './own-page.ts'
import { preferredWait_ms } from './prefer.ts'
import { OCTETS_TYPE } from './upload-body.ts'

type Hook = (request: FastifyRequest, reply: FastifyReply, done: () => void) => void

export function guard(mounted: MountedRoute): Hook {
  const waits = 'write' in mounted.route && mounted.route.wait !== undefined
  return (request, reply, done) => {
    const exchange = new Exchange(mounted, request, reply, waits ? preferredWait_ms(request.headers.prefer) : 0)
    request.exchange = exchange
    if (mounted.route.accepts !== undefined) request.headers['content-type'] = OCTETS_TYPE
    if (!isStorableUrl(request.url)) exchange.refuse(invalidRequest({ in: 'path', pointer: '', code: 'unreadable' }))
    else if (mounted.route.ownPage && !isOwnPage(request)) exchange.refuse(refuse('cross_site'))
    else authenticate(exchange, bearerOf(request.headers.authorization), done)
  }
}

function authenticate(exchange: Exchange, token: string | null, done: () => void): void {
  const actor = token === null ? null : exchange.mounted.tokens.recall(token)
  if (!isWithinLimits(exchange, actor)) return
  if (token !== null && actor === null) verify(exchange, token, done)
  else if (admit(exchange, actor, null)) done()
}

function verify(exchange: Exchange, token: string, done: () => void): void {
  exchange.mounted.tokens.verify(token).then(
    verified => {
      const admitted = verified.valid ? admit(exchange, verified.actor, null) : admit(exchange, null, verified.reason)
      if (admitted) done()
    },
    fault => exchange.fault(fault),
  )
}

/** A caller whose token is not cached counts by address, before its signature is verified. */
function isWithinLimits(exchange: Exchange, actor: Actor | null): boolean {
  const { edge, route } = exchange.mounted
  const { everywhere, credentials } = edge.limits
  const { ip } = exchange.request
  if (route.limit === 'credentials' && isOverLimit(exchange, credentials?.take(networkOf(ip)))) return false
  return !isOverLimit(exchange, everywhere?.take(actor === null ? networkOf(ip) : actor.id))
}

function admit(exchange: Exchange, actor: Actor | null, notVerified: NotVerified | null): boolean {
  const { who } = exchange.mounted.route
  if (actor !== null) exchange.actor = actor
  else if (who !== 'anyone') {
    refuseToken(exchange, notVerified)
    return false
  }
  if (typeof who === 'string' || hasRole(exchange.actor, ...who)) return true
  exchange.refuse(refuse('forbidden'))
  return false
}

function isOverLimit(exchange: Exchange, wait_s: number | undefined): boolean {
  if (wait_s === undefined || wait_s === 0) return false
  exchange.refuse(refuse('rate_limited'), ['retry-after', String(wait_s)])
  return true
}

/** RFC 6750 §3. */
function refuseToken(exchange: Exchange, notVerified: NotVerified | null): void {
  if (notVerified === 'unavailable') exchange.refuse(refuse('overloaded'))
  else if (notVerified === null) exchange.refuse(refuse('unauthenticated'))
  else exchange.refuse(refuse('unauthenticated'), ['www-authenticate', 'Bearer error="invalid_token"'])
}

export function bearerOf(authorization: string | undefined): string | null {
  if (authorization === undefined) return null
  if (authorization.startsWith('Bearer ')) return authorization.slice(7)
  return /^bearer +/i.test(authorization) ? authorization.replace(/^bearer +/i, '') : null
}

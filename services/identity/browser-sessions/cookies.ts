/**
 * The cookies of a browser. Both go to `/session` only, so that no other request carries them, and to no script. A refused
 * request never takes one away: the refusal may come late, after another tab has logged in and holds a newer one.
 */
import type { ServiceContext } from '../../../platform/service/service.ts'

export const SESSION_COOKIE = 'madang_session'
export const DEVICE_COOKIE = 'madang_device'
const PATH = '/session'

/** As long as browsers keep a cookie at most (RFC 6265bis §5.5: 400 days). */
export const DEVICE_COOKIE_AGE_S = 400 * 24 * 60 * 60

/** What these cookies hold: base64url, and the dot before a signature. */
const VALUE = /^[\w.-]{1,200}$/

/** Of several with one name the first counts, which a browser sends for the longest path. */
export function cookieIn(header: string | string[] | undefined, name: string): string | null {
  const pairs = String(header ?? '').split(';')
  const pair = pairs.find(each => each.trimStart().startsWith(`${name}=`))
  const value = pair?.slice(pair.indexOf('=') + 1).trim() ?? ''
  return VALUE.test(value) ? value : null
}

/** `secure` cookies are sent over HTTPS only. */
export function cookie(name: string, value: string, age_s: number, secure: boolean): readonly [string, string] {
  const parts = [`${name}=${value}`, `Max-Age=${age_s}`, `Path=${PATH}`, 'HttpOnly', 'SameSite=Strict']
  return ['set-cookie', [...parts, ...(secure ? ['Secure'] : [])].join('; ')]
}

/** In production always; elsewhere where people come by HTTPS. */
export const areSecure = ({ NODE_ENV, MADANG_PUBLIC_URL = '' }: ServiceContext['settings']): boolean =>
  NODE_ENV === 'production' || MADANG_PUBLIC_URL.startsWith('https:')

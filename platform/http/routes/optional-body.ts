/**
 * A body that need not say anything may be left out: of a `POST` whose body has no required member, no body is `{}`. A
 * change (`PATCH`, `PUT`) always says what to change, and a report that is signed has a text.
 */
import type { Route } from './route.ts'

export const hasOptionalBody = ({ method, body, rawBody = false }: Route): boolean => {
  if (method !== 'POST' || body === undefined || rawBody) return false
  const { type, required = [] } = body as { readonly type?: string; readonly required?: readonly string[] }
  return type === 'object' && required.length === 0
}

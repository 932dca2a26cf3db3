/** The one way to the API: the generated client with this page's token and language. */
import { createMadang } from '@madang/client'
import { language } from '../i18n/index.ts'
import { accessToken, currentSession, isOwnSession, renew } from './session.ts'

export { answerOf, correlationOf, isFinal, Refusal, Unanswered } from './problem.ts'

const UNAUTHORIZED = 401

/** Requests of the member who is logged in; ended when that member leaves. */
let requests = new AbortController()

/** Ends all requests under way; their answers are dropped. */
export function abortRequests(): void {
  requests.abort()
  requests = new AbortController()
}

async function send(request: Request): Promise<Response> {
  if (currentSession() && !isOwnSession()) {
    location.reload()
    return new Promise(() => {})
  }
  const { signal } = requests
  const again = request.clone()
  const response = await fetch(new Request(request, { signal: AbortSignal.any([signal, request.signal]) }))
  if (response.status !== UNAUTHORIZED || !currentSession()) return response
  const renewed = await renew()
  if (!renewed) return response
  again.headers.set('Authorization', `Bearer ${renewed.token}`)
  return fetch(new Request(again, { signal }))
}

export const api = createMadang({
  baseUrl: globalThis.location?.origin ?? 'http://localhost',
  token: accessToken,
  language,
  fetch: send,
})

/** Bytes of the API with this page's token: a CSV or a picture that is not public. */
export async function download(path: string, name: string): Promise<void> {
  const token = await accessToken()
  const response = await send(
    new Request(path, {
      headers: { 'Accept-Language': language(), ...(token && { Authorization: `Bearer ${token}` }) },
    }),
  )
  if (!response.ok) throw new Error(`${path}: ${response.status}`)
  const link = document.createElement('a')
  link.href = URL.createObjectURL(await response.blob())
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}

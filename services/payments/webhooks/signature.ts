/** The signature of a webhook: that it comes from the PSP, and as it was sent. */
import { createHmac, timingSafeEqual } from 'node:crypto'

/** `v1:<base64 of HMAC-SHA256 over "<body>:<transmission time>">`, the form Toss Payments documents. */
export function isSigned(body: Buffer, time: string, signature: string, secret: string): boolean {
  const right = createHmac('sha256', secret)
    .update(`${body.toString('utf8')}:${time}`)
    .digest()
  return signature
    .split(',')
    .map(part => Buffer.from(part.trim().replace(/^v1:/, ''), 'base64'))
    .some(given => given.length === right.length && timingSafeEqual(given, right))
}

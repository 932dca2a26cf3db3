/**
 * Removes personal data and secrets from log entries: fields by their name at any depth, and text that looks like an
 * e-mail address, a phone or card number, a token or a credential.
 */
export const REDACTED = '[redacted]'

const DEPTH_MAX = 6
const ITEMS_MAX = 50
const TEXT_CHARS_MAX = 4_000

/** Field names, in lower case and without `_` and `-`. */
const PERSONAL = new Set(
  [
    'email emailaddress phone phonenumber mobile mobilephone name fullname firstname lastname displayname nickname',
    'customername customeremail customermobilephone holder holdername recipient recipientname contact birthday birthdate',
    'address shippingaddress billingaddress street street1 street2 zipcode postalcode accountnumber iban',
    'residentnumber residentregistrationnumber customeridentitynumber passport ssn',
    'password currentpassword newpassword passwordhash passphrase secret secretkey clientsecret apikey privatekey',
    'cardnumber card carddetails cardtoken cardexpirationyear cardexpirationmonth expiry cvv cvc cvv2 pan pin billingkey',
    'token accesstoken refreshtoken idtoken jwt authorization proxyauthorization cookie setcookie xvaulttoken',
  ].flatMap(line => line.split(' ')),
)

/** Text that looks personal or secret in any field. */
const PATTERNS: readonly (readonly [RegExp, (match: string) => string])[] = [
  [/[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu, () => REDACTED],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, () => REDACTED],
  [/\b(?:Bearer|Basic)\s+[\w~+/.=-]+/gi, () => REDACTED],
  [/\b\d{6}-[1-8]\d{6}\b/g, () => REDACTED],
  [/(?<!\d)(?:\+?82[ -]?|0)1[016789][ -]?\d{3,4}[ -]?\d{4}(?!\d)/g, () => REDACTED],
  [/(?<![\w-])\d(?:[ -]?\d){12,18}(?![\w-])/g, match => (passesLuhn(match) ? REDACTED : match)],
]

function passesLuhn(text: string): boolean {
  const digits = text.replace(/\D/g, '')
  let sum = 0
  for (let place = 0; place < digits.length; place++) {
    const digit = Number(digits[digits.length - 1 - place])
    const doubled = place % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}

export function redactText(text: string): string {
  let safe = text.length > TEXT_CHARS_MAX ? `${text.slice(0, TEXT_CHARS_MAX)}…` : text
  for (const [pattern, replace] of PATTERNS) safe = safe.replace(pattern, replace)
  return safe
}

const isPersonal = (name: string): boolean => PERSONAL.has(name.toLowerCase().replace(/[_-]/g, ''))

export function redactObject(object: object, depth = 0): Record<string, unknown> {
  const safe: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(object)) {
    safe[name] = isPersonal(name) && value !== null && value !== undefined ? REDACTED : redact(value, depth + 1)
  }
  return safe
}

const framesOf = (error: Error): string[] =>
  (error.stack ?? '').split('\n').flatMap(line => (/^\s+at /.test(line) ? [redactText(line.trim())] : []))

/**
 * An error without the fields that drivers add to it: PostgreSQL's `detail`, for example, holds the values of the row.
 */
function redactError(error: Error, depth: number): Record<string, unknown> {
  const { code, cause } = error as Error & { code?: unknown }
  return {
    type: error.constructor.name,
    message: redactText(error.message),
    ...(code === undefined ? {} : { code: String(code) }),
    stack: framesOf(error),
    ...(cause === undefined ? {} : { cause: redact(cause, depth + 1) }),
    ...(error instanceof AggregateError ? { errors: redact(error.errors, depth + 1) } : {}),
  }
}

export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value)
  if (typeof value === 'bigint') return value.toString()
  if (typeof value !== 'object' || value === null) return value
  return depth > DEPTH_MAX ? '[too deep]' : redactByKind(value, depth)
}

function redactByKind(value: object, depth: number): unknown {
  if (value instanceof Error) return redactError(value, depth)
  if (value instanceof Date) return value
  if (value instanceof URL) return redactText(value.origin + value.pathname)
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`
  if (value instanceof Map || value instanceof Set) return redact([...value], depth)
  if (Array.isArray(value)) return value.slice(0, ITEMS_MAX).map(item => redact(item, depth + 1))
  return redactObject(value, depth)
}

/** The arguments of a log call: `(fields, text, …)`, `(text, …)` or `(error, text?)`. */
export function redactArguments(inputs: readonly unknown[]): unknown[] {
  const [first, ...rest] = inputs
  if (!(first instanceof Error)) return inputs.map(input => redact(input))
  const texts = rest.length > 0 ? rest : [first.message]
  return [{ err: redact(first) }, ...texts.map(text => redact(text))]
}

/** The caller's language: English, unless `Accept-Language` (RFC 9110 §12.5.4) prefers Korean to it. */
import type { Language } from '../routes/route.ts'

export const DEFAULT_LANGUAGE: Language = 'en'
const CACHED_HEADERS_MAX = 1_000
const HEADER_LENGTH_MAX = 200

const cached = new Map<string, Language>()

export function languageOf(header: string | undefined): Language {
  if (header === undefined || header.length > HEADER_LENGTH_MAX) return DEFAULT_LANGUAGE
  const known = cached.get(header)
  if (known !== undefined) return known
  const language = preferred(header)
  if (cached.size >= CACHED_HEADERS_MAX) cached.clear()
  cached.set(header, language)
  return language
}

function preferred(header: string): Language {
  const weights = { ko: 0, en: 0 }
  let first: Language | null = null
  for (const range of header.toLowerCase().split(',')) {
    const [tag = '', ...parameters] = range.split(';').map(part => part.trim())
    const language = tag === '*' ? DEFAULT_LANGUAGE : tag.split('-', 1)[0]
    if (language !== 'ko' && language !== 'en') continue
    const weight = weightOf(parameters)
    if (weight > 0) first ??= language
    weights[language] = Math.max(weights[language], weight)
  }
  // Of two that weigh the same, the one named first is preferred.
  return weights.ko > weights.en || (weights.ko === weights.en && first === 'ko') ? 'ko' : DEFAULT_LANGUAGE
}

function weightOf(parameters: readonly string[]): number {
  const quality = parameters.find(parameter => parameter.startsWith('q='))
  if (quality === undefined) return 1
  const weight = Number(quality.slice(2))
  return weight >= 0 && weight <= 1 ? weight : 0
}

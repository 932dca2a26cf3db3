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
  const ranges = header.toLowerCase().split(',').flatMap(rangeOf)
  const weightFor = (language: Language): number =>
    Math.max(0, ...ranges.filter(range => range.language === language).map(({ weight }) => weight))
  const [ko, en] = [weightFor('ko'), weightFor('en')]
  const first = ranges.find(({ weight }) => weight > 0)?.language
  // Of two languages with the same weight, the one named first is preferred.
  return ko > en || (ko === en && first === 'ko') ? 'ko' : DEFAULT_LANGUAGE
}

/** Empty for any other language. */
function rangeOf(range: string): { language: Language; weight: number }[] {
  const [tag = '', ...parameters] = range.split(';').map(part => part.trim())
  const language = tag === '*' ? DEFAULT_LANGUAGE : tag.split('-', 1)[0]
  return language === 'ko' || language === 'en' ? [{ language, weight: weightOf(parameters) }] : []
}

function weightOf(parameters: readonly string[]): number {
  const quality = parameters.find(parameter => parameter.startsWith('q='))
  if (quality === undefined) return 1
  const weight = Number(quality.slice(2))
  return weight >= 0 && weight <= 1 ? weight : 0
}

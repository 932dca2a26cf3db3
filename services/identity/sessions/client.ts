/**
 * What somebody logged in with, for their list of devices: the names of browser and system, read from `User-Agent`. Versions
 * and models are not kept: they would tell people apart.
 */
import type { SessionClient } from '../../../contracts/identity.ts'

/** In this order: most browsers also name those they descend from. */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/KAKAOTALK/, 'KakaoTalk'],
  [/NAVER\(inapp/, 'NAVER'],
  [/Instagram/, 'Instagram'],
  [/\bFBAN\b|\bFBAV\b/, 'Facebook'],
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\bOPR\/|\bOPT\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\bWhale\//, 'Whale'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\bChrome\/|\bCriOS\//, 'Chrome'],
  [/\bVersion\/[\d.]+.*\bSafari\//, 'Safari'],
]

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/\biPad\b/, 'iPadOS'],
  [/\biPhone\b|\biPod\b/, 'iOS'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bMacintosh\b|\bMac OS X\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
]

/** Longer ones are made up. */
const CHARS_MAX = 512

const nameIn = (text: string, names: readonly (readonly [RegExp, string])[]): string | null =>
  names.find(([pattern]) => pattern.test(text))?.[1] ?? null

export function clientOf(userAgent: string | string[] | undefined): SessionClient {
  const text = String(userAgent ?? '').slice(0, CHARS_MAX)
  return { browser: nameIn(text, BROWSERS), system: nameIn(text, SYSTEMS) }
}

/** Instants to the millisecond, and lengths of time, for whoever looks closely. */

import { language } from '../../../i18n/index.ts'
import { formatNumber } from '../../../ui/format.ts'

const SEOUL = 'Asia/Seoul'

/** `오전 4:18:09.037`. */
export function formatPrecise(iso: string): string {
  return new Intl.DateTimeFormat(language() === 'ko' ? 'ko-KR' : 'en-US', {
    hour: 'numeric',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
    timeZone: SEOUL,
  }).format(new Date(iso))
}

/** `오전 4:18:09`. */
export function formatClock(iso: string): string {
  return new Intl.DateTimeFormat(language() === 'ko' ? 'ko-KR' : 'en-US', {
    timeStyle: 'medium',
    timeZone: SEOUL,
  }).format(new Date(iso))
}

const SECOND_MS = 1_000
const MINUTE_MS = 60_000

/** `7 ms`, `1.25 s`, `3 min`. */
export function formatLength(length_ms: number): string {
  if (length_ms < SECOND_MS) return `${formatNumber(Math.round(length_ms))} ms`
  if (length_ms < MINUTE_MS) return `${formatNumber(length_ms / SECOND_MS, { maximumFractionDigits: 2 })} s`
  return `${formatNumber(length_ms / MINUTE_MS, { maximumFractionDigits: 1 })} min`
}

const MEGABYTE = 1024 * 1024

export const formatBytes = (bytes: number): string =>
  bytes < 1024 * MEGABYTE
    ? `${formatNumber(bytes / MEGABYTE, { maximumFractionDigits: 0 })} MB`
    : `${formatNumber(bytes / (1024 * MEGABYTE), { maximumFractionDigits: 1 })} GB`

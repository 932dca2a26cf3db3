/** `Prefer: wait=N` (RFC 7240 §4.3): how long the caller is willing to wait for the outcome of a write. */
export const PREFER_WAIT_MAX_S = 30

const wait = /(?:^|[,;])\s*wait\s*=\s*"?(\d{1,4})"?\s*(?=$|[,;])/i

/** Milliseconds; 0 without a valid preference. */
export function preferredWait_ms(header: string | string[] | undefined): number {
  if (header === undefined) return 0
  const seconds = Number(wait.exec(String(header))?.[1] ?? 0)
  return seconds <= PREFER_WAIT_MAX_S ? seconds * 1000 : 0
}

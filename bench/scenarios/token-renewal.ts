/** Renews members' access tokens while a load outlives them: through the public API, a few every second. */
import type { BenchMember } from './members.ts'

/** Every token is renewed this often; it lives for ten minutes, and some of that went by before the load began. */
const RENEWAL_MS = 7 * 60_000
const TURN_MS = 1_000

/** Does nothing for a load that ends before the first token does. */
export function keepTokensFresh(members: readonly BenchMember[], url: string, run_ms: number): () => void {
  if (run_ms < RENEWAL_MS) return () => {}
  const start_ms = Date.now()
  let renewed = 0
  let renewing = false
  const timer = setInterval(async () => {
    if (renewing) return
    renewing = true
    const due = Math.floor(((Date.now() - start_ms) / RENEWAL_MS) * members.length)
    for (; renewed < due; renewed += 1) await renew(members[renewed % members.length]!, url)
    renewing = false
  }, TURN_MS)
  return () => clearInterval(timer)
}

/** A renewal that fails shows in the load: its requests are answered with 401 once the token is over. */
async function renew(member: BenchMember, url: string): Promise<void> {
  try {
    const answer = await fetch(`${url}/api/users/refresh`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ refreshToken: member.refreshToken }),
    })
    if (answer.ok) Object.assign(member, await answer.json())
  } catch {}
}

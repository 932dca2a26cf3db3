import { beforeEach, describe, expect, it } from 'vitest'
import { HandClock, TokenMint } from '../../test/harness/http-edge.ts'
import type { TokenVerifier } from './tokens.ts'

/** What is opened with a token lives as long as the token counts. */
let clock: HandClock
let mint: TokenMint
let verifier: TokenVerifier
let ended: string[]

beforeEach(() => {
  clock = new HandClock()
  mint = new TokenMint(clock)
  verifier = mint.verifier()
  ended = []
})

async function open(name: string, claims: Record<string, unknown> = {}): Promise<() => void> {
  const verified = await verifier.verify(mint.issue(claims))
  if (!verified.valid) throw new Error(verified.reason)
  return verifier.watch(verified, () => void ended.push(name))
}

const later = () => new Date(clock.now().getTime() + 600_000)

describe('a watched token', () => {
  it('ends when it expires, once', async () => {
    await open('one')
    clock.advance(599_000)
    expect(ended).toEqual([])
    clock.advance(1_000)
    verifier.revoke('ses_1', later())
    expect(ended).toEqual(['one'])
  })

  it('ends with its log-in, and no other does', async () => {
    await Promise.all([open('one'), open('two'), open('other', { sid: 'ses_2' })])
    verifier.revoke('ses_1', later())
    expect(ended.sort()).toEqual(['one', 'two'])
  })

  it('ends with its subject, if it was issued before', async () => {
    await Promise.all([open('one'), open('other', { sub: 'usr_2' })])
    const until = clock.now()
    clock.advance(5_000)
    await open('new')
    verifier.revokeSubject('usr_1', until)
    expect(ended).toEqual(['one'])
  })

  it('is watched no more once that was stopped', async () => {
    const stop = await open('one')
    stop()
    stop()
    verifier.revoke('ses_1', later())
    clock.advance(600_000)
    expect(ended).toEqual([])
  })

  it('that was revoked in between ends at once', async () => {
    const verified = await verifier.verify(mint.issue())
    verifier.revoke('ses_1', later())
    if (verified.valid) verifier.watch(verified, () => void ended.push('late'))
    expect(ended).toEqual(['late'])
  })
})

import { generateKeyPairSync, sign } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { HandClock } from '../../test/harness/http-edge.ts'
import { Signatures, type Signed } from './signatures.ts'

const CROWD = 300
const pairs = [generateKeyPairSync('ed25519'), generateKeyPairSync('ed25519')]

const signedBy = (nth: number, signed: string): Signed => ({
  signed,
  signature: sign(null, Buffer.from(signed, 'latin1'), pairs[nth]!.privateKey).toString('base64url'),
})

/** Every third is signed by the wrong key, or says something else than what was signed. */
const crowd = Array.from({ length: CROWD }, (_, index) => {
  const by = index % 2
  const right = signedBy(by, `head.${index}`)
  const text = index % 3 === 0 ? { ...right, signed: `${right.signed}0` } : right
  return { key: pairs[index % 5 === 0 ? 1 - by : by]!.publicKey, text, sound: index % 3 !== 0 && index % 5 !== 0 }
})
const sound = crowd.map(each => each.sound)

/** The threads that are sent something while `action` runs. */
async function threadsIn(action: (soFar: () => Worker[]) => Promise<unknown>): Promise<Set<Worker>> {
  const post = vi.spyOn(Worker.prototype, 'postMessage')
  const threads = () => post.mock.contexts as Worker[]
  await action(threads)
  const found = new Set(threads())
  post.mockRestore()
  return found
}

/** A thread takes longer to start than a look at it. */
const untilThreads = (soFar: () => Worker[], count: number): Promise<void> =>
  vi.waitFor(() => expect(new Set(soFar()).size).toBe(count), { interval: 1 })

afterEach(() => vi.restoreAllMocks())

describe('signatures', () => {
  it('of a crowd are judged like those of one, on another thread', async () => {
    const signatures = new Signatures(new HandClock())
    const threads = await threadsIn(async () => {
      expect(await Promise.all(crowd.map(({ key, text }) => signatures.check(key, text)))).toEqual(sound)
    })
    expect(threads.size).toBe(1)
  })

  it('of a few are checked without another thread, however many there are in the end', async () => {
    const clock = new HandClock()
    const signatures = new Signatures(clock)
    const threads = await threadsIn(async () => {
      for (const { key, text, sound: expected } of crowd) {
        expect(await signatures.check(key, text)).toBe(expected)
        clock.advance(2)
      }
    })
    expect(threads.size).toBe(0)
  })

  it('are checked although the other thread is lost in the middle, and the next crowd has another', async () => {
    const signatures = new Signatures(new HandClock())
    const all = () => Promise.all(crowd.map(({ key, text }) => signatures.check(key, text)))
    let lost: Worker | undefined
    await threadsIn(async threads => {
      const answers = all()
      await untilThreads(threads, 1)
      lost = threads()[0]
      await lost?.terminate()
      expect(await answers).toEqual(sound)
    })
    const next = await threadsIn(async () => expect(await all()).toEqual(sound))
    expect(next.size).toBe(1)
    expect(next.has(lost as Worker)).toBe(false)
  })

  it('are not judged by a thread that is lost, whatever it says when another has taken its place', async () => {
    const signatures = new Signatures(new HandClock())
    const threads = await threadsIn(async soFar => {
      const answers = Promise.all(crowd.map(({ key, text }) => signatures.check(key, text)))
      await untilThreads(soFar, 1)
      const lost = soFar()[0]!
      lost.emit('error', new Error('lost'))
      await untilThreads(soFar, 2)
      lost.emit('message', Array(CROWD).fill(true))
      await lost.terminate()
      expect(await answers).toEqual(sound)
    })
    expect(threads.size).toBe(2)
  })
})

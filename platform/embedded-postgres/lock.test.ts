import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { takeLock } from './lock.ts'

let folder: string
let path: string
let ends: (() => Promise<void>)[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'))
  path = join(folder, 'lock')
  ends = []
})

afterEach(async () => {
  for (const end of ends) await end()
  rmSync(folder, { recursive: true, force: true })
})

interface Other {
  readonly pid: number
  /** `held`, or the refusal. */
  readonly answer: string
  kill(): Promise<void>
}

/** Tries to take the lock in another process and, when it is taken, keeps it until that is killed. */
async function takeElsewhere(): Promise<Other> {
  const code = `
    import { takeLock } from '${new URL('./lock.ts', import.meta.url).href}'
    try {
      takeLock(process.argv[1])
      console.log('held')
      setInterval(() => globalThis.gc(), 10)
    } catch (error) {
      console.log(error.message)
    }`
  const child = spawn(process.execPath, ['--expose-gc', '--input-type=module-typescript', '-e', code, path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exit = once(child, 'exit')
  const kill = async () => {
    child.kill('SIGKILL')
    await exit
  }
  ends.push(kill)
  const [line] = await once(child.stdout, 'data')
  return { pid: child.pid!, answer: String(line).trim(), kill }
}

describe('a lock', () => {
  it('is held until it is released', () => {
    const lock = takeLock(path)
    expect(() => takeLock(path)).toThrow(`process ${process.pid} is already using ${folder}`)
    lock.release()
    lock.release()
    takeLock(path).release()
  })

  it('is refused while another process holds it, and free as soon as that was killed', async () => {
    const other = await takeElsewhere()
    expect(other.answer).toBe('held')
    expect(() => takeLock(path)).toThrow(`process ${other.pid} is already using ${folder}`)
    await other.kill()
    takeLock(path).release()
  })

  it('goes to exactly one of several that want it at once, and the others name that one', async () => {
    const several = await Promise.all(Array.from({ length: 8 }, takeElsewhere))
    const [holder, ...more] = several.filter(one => one.answer === 'held')
    expect(more).toEqual([])
    const refusals = several.filter(one => one !== holder).map(one => one.answer)
    expect(new Set(refusals)).toEqual(new Set([`process ${holder!.pid} is already using ${folder}: stop it first`]))
  })
})

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { takeLock } from './lock.ts'

let folder: string
let path: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'))
  path = join(folder, 'lock')
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Takes the lock in another process, which prints `held` or the refusal and, when held, keeps it until it is killed. */
async function takeElsewhere(): Promise<{ answer: string; end(): Promise<void> }> {
  const code = `
    import { takeLock } from '${new URL('./lock.ts', import.meta.url).href}'
    try {
      takeLock(process.argv[1])
      console.log('held')
      setInterval(() => {}, 1000)
    } catch (error) {
      console.log(error.message)
    }`
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', code, path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exit = once(child, 'exit')
  const [line] = await once(child.stdout, 'data')
  const end = async () => {
    child.kill('SIGKILL')
    await exit
  }
  return { answer: String(line).trim(), end }
}

describe('a lock', () => {
  it('is held until it is released', () => {
    const lock = takeLock(path)
    expect(() => takeLock(path)).toThrow(`process ${process.pid} is already using ${folder}`)
    lock.release()
    expect(existsSync(path)).toBe(false)
    takeLock(path).release()
  })

  it('is refused while another process holds it, and taken over when that was killed', async () => {
    const other = await takeElsewhere()
    expect(() => takeLock(path)).toThrow(/process \d+ is already using/)
    await other.end()
    takeLock(path).release()
    expect(readdirSync(folder)).toEqual([])
  })

  it.each([
    ['a process that is gone', '999999999 1\n'],
    ['a process whose number was given to another', `${process.ppid} 1\n`],
    ['an earlier process with our own number', `${process.pid} 1\n`],
    ['a process that was cut off while writing it', ''],
  ])('of %s is taken over', (_, text) => {
    writeFileSync(path, text)
    takeLock(path)
    expect(readFileSync(path, 'utf8')).toMatch(new RegExp(`^${process.pid} `))
  })

  it('goes to exactly one of several that take over a stale one', async () => {
    writeFileSync(path, '999999999 1\n')
    const several = await Promise.all(Array.from({ length: 6 }, takeElsewhere))
    expect(several.filter(one => one.answer === 'held')).toHaveLength(1)
    for (const one of several) await one.end()
  })
})

import { execFile, execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { getPriority } from 'node:os'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { busyMeter, poolGivesWay } from './scheduling.ts'

it('a thread that computes was busy, one that waits was not', async () => {
  // The loop counts from its first turn.
  await readFile(new URL(import.meta.url))
  const busy = busyMeter()
  for (let n = 0, end = process.uptime() + 0.1; process.uptime() < end; n += 1) Math.sqrt(n)
  await readFile(new URL(import.meta.url))
  const computed = busy()
  await promisify(execFile)('sleep', ['0.3'])
  expect([computed > 0.5, busy() < 0.5]).toEqual([true, true])
})

describe.runIf(process.platform === 'linux')('on Linux', () => {
  it('lets the threads of the pool give way, and no other', async () => {
    await readFile(new URL(import.meta.url))
    expect(poolGivesWay()).toBeGreaterThan(0)
    expect(getPriority(process.pid)).toBe(0)
  })

  it('keeps the main thread to a CPU, and not the pool; and lets a thread wait its turn', () => {
    const program = `
      import { readFileSync, readdirSync } from 'node:fs'
      import { keepToCpu, poolGivesWay, waitsItsTurn } from ${JSON.stringify(new URL('./scheduling.ts', import.meta.url).href)}
      const cpusOf = id => /Cpus_allowed_list:\\s*(\\S+)/.exec(readFileSync('/proc/self/task/' + id + '/status', 'utf8'))[1]
      const policyOf = id => readFileSync('/proc/self/task/' + id + '/stat', 'utf8').split(') ')[1].split(' ')[38]
      const cpu = Number.parseInt(cpusOf(process.pid))
      const told = [await keepToCpu(cpu), waitsItsTurn('all'), poolGivesWay() > 0, await keepToCpu(5000)]
      const patient = policyOf(process.pid)
      told.push(waitsItsTurn('who answers'))
      const pool = readdirSync('/proc/self/task').filter(id => readFileSync('/proc/self/task/' + id + '/comm', 'utf8').startsWith('libuv'))
      console.log(JSON.stringify({
        told,
        main: [cpusOf(process.pid) === String(cpu), patient, policyOf(process.pid)],
        pool: pool.map(id => [cpusOf(id), policyOf(id)]),
      }))`
    const args = ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', program]
    const { told, main, pool } = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }))
    const [, all] = /Cpus_allowed_list:\s*(\S+)/.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
    const [usual, batch] = ['0', '3']
    expect({ told, main }).toEqual({ told: [true, true, true, false, true], main: [true, batch, usual] })
    expect(pool).toEqual(pool.map(() => [all, batch]))
    expect(pool.length).toBeGreaterThan(0)
  })
})

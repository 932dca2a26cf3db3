/**
 * `madang start`: starts the application, creates the demo data if requested and if the database is empty, and prints
 * the address.
 */
import { flushCompileCache } from 'node:module'
import { gatewaySettings } from '../gateway/settings.ts'
import { WebBuild } from '../gateway/web-build.ts'
import { keepToCpu } from '../platform/linux/scheduling.ts'
import { Mistake } from '../platform/ports/mistake.ts'
import { MovableClock } from '../platform/ports/movable-clock.ts'
import { noFaults, type Ports, sortableIds, systemClock, systemRandom } from '../platform/ports/ports.ts'
import type { Configuration } from './configuration.ts'
import { crashAt } from './crash.ts'
import { DEMO_PASSWORD, MEMBERS, OPERATOR } from './demo/people.ts'
import { seedDemo } from './demo/seed.ts'
import { openPlatform, type Platform } from './platform.ts'
import { startBuild } from './web/start-build.ts'

function portsOf(clock: MovableClock, crash: string | undefined): Ports {
  const ids = sortableIds(clock, systemRandom)
  return { clock, random: systemRandom, ids, faults: crash ? crashAt(crash) : noFaults }
}

const notEmpty = new Mistake({
  ko: '데이터베이스가 비어 있지 않아요. 데모 데이터는 빈 데이터베이스에만 만들어요.',
  en: 'The database is not empty: the demo data is made in an empty one only.',
})

/** `madang seed`: creates the demo data without serving it. */
export async function seed(configuration: Configuration): Promise<void> {
  if (configuration.env.NODE_ENV === 'production') {
    throw new Mistake({
      ko: '데모 데이터에는 누구나 아는 로그인이 있어 NODE_ENV=production에서는 만들지 않아요.',
      en: 'The demo data has log-ins that everybody knows: it is not made with NODE_ENV=production.',
    })
  }
  const clock = new MovableClock()
  const platform = await openPlatform({ ...configuration, port: 0 }, portsOf(clock, undefined))
  try {
    if (!(await isEmpty(platform))) throw notEmpty
    await seedDemo(platform.application, clock, platform.log, platform.bank)
  } finally {
    await platform.stop()
  }
}

/** Returns the address; null if it was stopped before it listened. */
export async function start(configuration: Configuration): Promise<string | null> {
  if (configuration.env.NODE_ENV === 'production')
    await (await import('./doctor/doctor.ts')).refuseUnlessReady(configuration)
  const build = startBuild(configuration)
  try {
    return await startServer(configuration, build.said)
  } catch (error) {
    build.cancel()
    throw error
  }
}

async function startServer(configuration: Configuration, build: Promise<string | null>): Promise<string | null> {
  const clock = new MovableClock()
  const platform = await openPlatform(configuration, portsOf(clock, configuration.env.MADANG_CRASH_AT))
  const ending = stopOnSignals(platform)
  try {
    if (configuration.demo && (await isEmpty(platform)))
      await seedDemo(platform.application, clock, platform.log, platform.bank)
    // Whoever opens the page that was just announced finds it.
    const built = await build
    const address = await platform.listen()
    await keepToOwnCpu(configuration, platform)
    const shown = configuration.host === '127.0.0.1' ? address.replace(configuration.host, 'localhost') : address
    if (built !== null) process.stdout.write(`${built}\n`)
    say(shown, platform, configuration, await hasWebApp(configuration))
    // Node writes its compile cache at a regular exit. Flushing it now keeps it for the next start if the process is
    // killed.
    flushCompileCache()
    return address
  } catch (error) {
    if (ending.begun) return null
    await platform.stop()
    throw error
  }
}

async function keepToOwnCpu({ cpu }: Configuration, { log }: Platform): Promise<void> {
  if (cpu === null || (await keepToCpu(cpu))) return
  log.warn({ cpu }, 'the system did not let the main thread keep to this CPU')
}

async function isEmpty(platform: Platform): Promise<boolean> {
  const { rows } = await platform.application.service('identity').read.query('select 1 from events limit 1')
  return rows.length === 0
}

/** A terminal, npm and the launcher may each pass the same Ctrl-C on: signals within this time count as one. */
const SAME_SIGNAL_MS = 1_000

/** The first signal stops the application in order; a later one, while that takes too long, ends the process. */
function stopOnSignals(platform: Platform): { readonly begun: boolean } {
  const ending = { begun: false }
  let impatient = false
  const stop = async () => {
    if (impatient) process.exit(130)
    if (ending.begun) return
    ending.begun = true
    systemClock.after(SAME_SIGNAL_MS, () => {
      impatient = true
    })
    await platform.stop()
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop())
  return ending
}

async function hasWebApp({ env }: Configuration): Promise<boolean> {
  const { web } = gatewaySettings(env)
  return web !== null && (await new WebBuild(web).page()) !== null
}

function say(address: string, { simulators }: Platform, { demo }: Configuration, hasApp: boolean): void {
  const lines = [
    '',
    '  마당 · Madang',
    '',
    ...(hasApp ? [`  앱 App      ${address}`] : []),
    `  API        ${address}/api`,
    `  문서 Docs   ${address}/docs`,
    `  상태 Health ${address}/health/ready`,
    '',
  ]
  if (demo) {
    lines.push(`  데모 로그인 · Demo log-ins (password: ${DEMO_PASSWORD})`)
    for (const { email, name, roles } of [OPERATOR, ...MEMBERS]) {
      lines.push(`    ${email.padEnd(24)} ${name}  ${roles.join(', ') || 'customer'}`)
    }
    lines.push('', ...simulatorLines(simulators), '')
  }
  lines.push('  Ctrl-C 로 종료 · Ctrl-C stops it', '')
  process.stdout.write(`${lines.join('\n')}\n`)
}

function simulatorLines({ psp, bank, mail }: Platform['simulators']): readonly string[] {
  const lines: string[] = []
  if (psp) lines.push(`    카드 Cards  ${psp}/simulator/statement`)
  if (bank) lines.push(`    은행 Bank   ${bank}/simulator/books`)
  if (mail) lines.push(`    메일 Mail   ${mail}`)
  if (lines.length === 0) return []
  return ['  시뮬레이터 · Simulators (docs/guide/sandbox.md)', ...lines]
}

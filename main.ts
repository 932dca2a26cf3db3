/** The command line: `madang start | migrate | seed | verify | rebuild | topology | operator | bench`. */
import { readConfiguration } from './main/configuration.ts'

const HELP = `madang COMMAND

  start [--demo]              서비스를 시작합니다 · starts the platform (--demo: demo data and log-ins)
  migrate                     데이터베이스를 준비합니다 · brings the database to the shape of this release
  seed                        빈 데이터베이스에 데모 데이터를 만듭니다 · fills an empty database with the demo data
  verify                      장부와 불변식을 검사합니다 · checks the ten properties, exit 1 on a difference
  rebuild SERVICE VIEW        뷰를 이벤트로 다시 만듭니다 · rebuilds a read model from its events
  topology [--mermaid]        서비스·소비자·사가·타이머·연결 목록 · lists services, consumers, sagas, timers and connections
  operator EMAIL NAME         운영자를 만듭니다 (비밀번호는 표준 입력) · makes an operator, password on standard input
  reference                   이벤트 문서를 다시 만듭니다 · writes docs/reference/events.md from the contracts
  bench [NAME …]              부하 시험 · measures, and reports the results
`

/** Commands are loaded on demand, so that a start reads no more than it needs. */
const commands: Readonly<Record<string, (args: readonly string[]) => Promise<void>>> = {
  start: async args => (await import('./main/start.ts')).start(readConfiguration(process.env, args)),
  migrate: async args => (await import('./main/tools.ts')).migrateAll(readConfiguration(process.env, args)),
  seed: async args => (await import('./main/start.ts')).seed(readConfiguration(process.env, args)),
  verify: async args => (await import('./main/tools.ts')).verify(readConfiguration(process.env, args)),
  rebuild: async args => (await import('./main/tools.ts')).rebuild(readConfiguration(process.env, args), args),
  topology: async args => (await import('./main/topology.ts')).topology(args),
  operator: async args => (await import('./main/tools.ts')).operator(readConfiguration(process.env, args), args),
  reference: async () => (await import('./main/reference.ts')).writeReference(),
  bench: async args => (await import('./bench/main.ts')).bench(args),
}

const [name = 'help', ...args] = process.argv.slice(2)
const command = commands[name]
if (!command) {
  process.stdout.write(HELP)
  process.exitCode = name === 'help' || name === '--help' ? 0 : 2
} else {
  await command(args).catch(error => {
    process.stderr.write(`${describe(error)}\n`)
    process.exit(1)
  })
}

/** One sentence; with LOG_LEVEL=debug the whole fault. */
function describe(error: unknown): string {
  if (process.env.LOG_LEVEL === 'debug') return String(error instanceof Error ? error.stack : error)
  const causes: string[] = []
  for (let at: unknown = error; at instanceof Error; at = at.cause) causes.push(at.message)
  return causes.join(': ') || String(error)
}

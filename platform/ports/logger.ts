/** Logs are JSON lines with the correlation id and without personal data (see `redact.ts`). */
import { type DestinationStream, destination, type LogFn, type Logger as Pino, pino, stdTimeFunctions } from 'pino'
import type { Clock } from './ports.ts'
import { redactArguments, redactObject } from './redact.ts'

export type Logger = Pick<Pino, 'debug' | 'info' | 'warn' | 'error' | 'child'>

const LEVELS = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace']
const STREAMS: Readonly<Record<string, number>> = { stdout: 1, stderr: 2 }

/** What the logger writes itself. A line that had one of them twice would lose one in every reader. */
const OWN_FIELDS: ReadonlySet<string> = new Set(['level', 'time', 'pid', 'msg'])

const withoutOwn = (fields: object): object =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [OWN_FIELDS.has(name) ? `${name}_` : name, value]))

function renamed([first, ...rest]: readonly unknown[]): unknown[] {
  return [typeof first === 'object' && first !== null ? withoutOwn(first) : first, ...rest]
}

export interface LoggerOptions {
  /** `LOG_LEVEL`: one of pino's levels or `silent`; default `info`. `LOG_STREAM`: `stderr` (default) or `stdout`. */
  readonly settings: Readonly<Record<string, string | undefined>>
  readonly clock?: Clock
  /** Receives the lines instead of the stream of the settings. */
  readonly to?: DestinationStream
}

/**
 * The root logger. A service logs through `child({ service })`, work for a request through `child({ correlationId })`.
 */
export function createLogger({ settings, clock, to }: LoggerOptions): Logger {
  const level = settings.LOG_LEVEL ?? 'info'
  if (!LEVELS.includes(level)) throw new Error(`LOG_LEVEL must be one of ${LEVELS.join(', ')}`)
  const fd = STREAMS[settings.LOG_STREAM ?? 'stderr']
  if (fd === undefined) throw new Error(`LOG_STREAM must be one of ${Object.keys(STREAMS).join(', ')}`)
  const options = {
    level,
    base: { pid: process.pid },
    timestamp: clock ? () => `,"time":"${clock.now().toISOString()}"` : stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    // Errors are described while they are redacted; pino's own serializer must not process them again.
    serializers: { err: (described: unknown) => described },
    hooks: {
      logMethod(this: Pino, inputs: unknown[], method: LogFn) {
        method.apply(this, renamed(redactArguments(inputs)) as Parameters<LogFn>)
      },
    },
  }
  const root = pino(options, to ?? destination({ fd, sync: false }))
  // The bindings of a child logger pass no hook of pino. Children inherit from their parent, so this wrapper reaches
  // all of them.
  const child = root.child
  root.child = function redactedChild(this: Pino, bindings: object, more?: object) {
    return child.call(this, redactObject(bindings), more as never)
  } as typeof root.child
  return root
}

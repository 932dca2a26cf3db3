/** Removes the files that nothing names any more, and those of forgotten subjects, of all services of the process. */
import type { PostgresFiles } from '../files/postgres-files.ts'
import type { Logger } from '../ports/logger.ts'
import { Loop } from '../ports/loop.ts'
import type { Clock } from '../ports/ports.ts'

const SWEEP_PAUSE_MS = 3_600_000

export function fileSweep(files: readonly PostgresFiles[], clock: Clock, log: Logger): Loop {
  return new Loop({
    name: 'file sweep',
    clock,
    log,
    idle_ms: SWEEP_PAUSE_MS,
    async step() {
      let more = false
      for (const each of files) more = (await each.sweep()) || more
      return more
    },
  })
}

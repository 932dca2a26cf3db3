/** What a measurement was made on: machine, versions, commit. Figures without it say nothing. */
import { execFileSync } from 'node:child_process'
import { cpus, release, totalmem } from 'node:os'

const GIB = 1024 ** 3
const root = new URL('../../', import.meta.url)

export function machineText(): string {
  const models = [...new Set(cpus().map(({ model }) => model.trim()))]
  const memory = (totalmem() / GIB).toFixed(1)
  return `${cpus().length} cores, ${models.join(' and ') || 'unknown CPU'}, ${memory} GiB, ${process.platform} ${release()}`
}

/** The commit that is measured, and whether files differ from it; the build says it where there is no repository. */
export function commitText(): string {
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  try {
    const commit = git('rev-parse', '--short=12', 'HEAD')
    // The reports themselves change nothing that is measured.
    return git('status', '--porcelain', '--', '.', ':!bench/reports') === '' ? commit : `${commit} with changes`
  } catch {
    return process.env.MADANG_COMMIT || 'unknown'
  }
}

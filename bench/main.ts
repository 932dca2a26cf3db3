/**
 * `madang bench NAME`: runs one scenario, prints what came of it, and ends with 1 if anything was wrong. Always on an
 * embedded database: ten thousand made-up members must never get into one that somebody needs.
 */
import { readOptions } from './options.ts'
import { isSound, reportText } from './report.ts'
import { run } from './run.ts'

export async function bench(args: readonly string[]): Promise<void> {
  const options = readOptions(args)
  const report = await run(options, { ...process.env, DATABASE_URL: undefined }, step =>
    process.stderr.write(`${step} …\n`),
  )
  process.stdout.write(reportText(report))
  if (!isSound(report)) process.exitCode = 1
}
